// A data worker that has one run of a tiny model on WebGPU, in memory, for tests in a browser.

import { planTraining } from '../../core/batches';
import { AppError } from '../../core/failure';
import { defaultRecipe } from '../../core/recipe';
import { testRun } from '../../core/testing/runs';
import { plainSettings } from '../../ml/testing/golden';
import { tinyRows } from '../../ml/testing/tiny';
import type { CheckpointManifest } from '../../storage/schema';
import { connect, type Handlers, type Remote, serve } from '../rpc';
import type { RunCalls } from '../run-protocol';

const examples = tinyRows(6);
const settings = {
  ...plainSettings,
  device: 'webgpu' as const,
  save_steps: 2,
  logging_steps: 1,
  per_device_train_batch_size: 2,
};
const configText = JSON.stringify({
  model_type: 'qwen3',
  architectures: ['Qwen3ForCausalLM'],
  vocab_size: 50,
  hidden_size: 16,
  intermediate_size: 24,
  num_hidden_layers: 1,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 6,
  rms_norm_eps: 1e-6,
  rope_theta: 1e4,
  max_position_embeddings: 128,
  tie_word_embeddings: true,
  initializer_range: 0.1,
});

const notAsked = async () => {
  throw new AppError({ code: 'bug', message: 'Training does not make this call.' });
};

function handlers(steps: number): Handlers<RunCalls> {
  const train = { ...settings, max_steps: steps };
  let run = testRun({ recipe: { ...defaultRecipe(), train }, plan: planTraining(examples, train) });
  let checkpoints: readonly CheckpointManifest[] = [];
  const model = { modelId: 'tiny', configText, weights: [], sha256: [], initialSeed: 3 };
  return {
    openRun: async () => ({ run, train: examples, eval: [], model, checkpoints }),
    openModel: async () => ({ run, model, checkpoints }),
    rewindLog: async ({ step }) => {
      run = { ...run, log: run.log.filter((report) => report.step <= step) };
      return null;
    },
    logSteps: async ({ reports }) => {
      run = { ...run, log: [...run.log, ...reports] };
      return null;
    },
    noteRun: async () => null,
    commitCheckpoint: async ({ manifest }) => {
      checkpoints = [manifest, ...checkpoints];
      return { deleteFiles: [] };
    },
    freeCheckpoints: notAsked,
    setRunState: async ({ state, cause }) => {
      const { cause: _, ...others } = run;
      run = { ...others, state, ...(cause ? { cause } : {}) };
      return run;
    },
    evalPrompts: notAsked,
    scoreAnswers: notAsked,
    samplePrompts: notAsked,
    scoreSamples: notAsked,
    openAdapter: notAsked,
    // One token for each letter of the last message. No token ends an answer.
    encodePrompt: async ({ messages }) => ({
      promptIds: Int32Array.from(messages.at(-1)?.content ?? '', (letter) => letter.charCodeAt(0) % 50),
      stopIds: [],
      sampling: null,
    }),
    decode: async ({ ids }) => ids.join(' '),
  };
}

/** Connects to a worker that has a new run. @param steps of the run */
export function oneRun(steps: number): Remote<RunCalls> {
  const { port1, port2 } = new MessageChannel();
  serve<RunCalls>(port1, handlers(steps));
  port1.start();
  port2.start();
  return connect<RunCalls>(port2);
}
