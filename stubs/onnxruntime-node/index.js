// Replaces onnxruntime-node, which @huggingface/transformers lists but a page never loads (docs/developing.md, Dependencies).
export default {};
