// Stands in for onnxruntime-node: @huggingface/transformers lists it, a page never loads it (see README, Dependencies).
export default {};
