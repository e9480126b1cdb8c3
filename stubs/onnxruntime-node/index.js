// Replaces onnxruntime-node, which @huggingface/transformers lists but a page never loads (README, Dependencies).
export default {};
