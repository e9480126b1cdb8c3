// The one place TensorFlow.js core is imported: core first, then its gradients (the other order fails on start).
// Backends are imported by device.ts, lazily.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';

export { tf };
