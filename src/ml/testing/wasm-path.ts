/** Where the wasm backend's binaries are, for tests in Node. */
export const wasmPath = new URL('../../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url).pathname;
