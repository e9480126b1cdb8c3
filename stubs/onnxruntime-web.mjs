// Stands in for onnxruntime-web, which @huggingface/transformers imports and a tokenizer never calls:
// without this alias the build would carry 27 MB of a runtime that is not used.
export const Tensor = class {};
export const env = { wasm: {}, webgpu: {} };
export const InferenceSession = {
  create() {
    throw new Error('This build holds no ONNX runtime.');
  },
};
export default { Tensor, env, InferenceSession };
