// Replaces onnxruntime-web, which @huggingface/transformers imports but a tokenizer never calls. Without this alias the
// build would contain 27 MB of an unused runtime.
export const Tensor = class {};
export const env = { wasm: {}, webgpu: {} };
export const InferenceSession = {
  create() {
    throw new Error('This build contains no ONNX runtime.');
  },
};
export default { Tensor, env, InferenceSession };
