// Stands in for sharp: @huggingface/transformers lists it, a page never loads it (see README, Dependencies).
export default {};
