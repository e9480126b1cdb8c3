// Training as an async generator. The order of batches is a pure function of (seed, step) and the state is trainables,
// moments and the step count: a run that goes on from an exported state has bit-equal losses on the same device.

import { type Batch, makeBatch, rowsToTrain, stepBatches } from '../../core/batches';
import { AppError } from '../../core/failure';
import { learningRateAt } from '../../core/optimizer';
import type { TokenizedRow } from '../../core/tokenizer';
import type { EvalReport, StepReport } from '../../core/training';
import { assertDeviceAlive } from '../device';
import { nextTask } from '../next-task';
import { AdamW } from '../optimizer/adamw';
import { tf } from '../tensorflow';
import { evaluateLoss } from './evaluate-loss';
import { accumulate } from './gradient-sum';
import { exportState, restore } from './state';
import type { TrainerEvent, TrainOptions } from './train-events';

/** Loss and norm of a step stay on the device until they are reported. */
interface PendingStep {
  readonly report: Omit<StepReport, 'loss' | 'gradientNorm' | 'seconds'>;
  /** [2] */
  readonly values: tf.Tensor;
}

/**
 * Runs the steps of the plan that are still to do.
 * @throws AppError `bad-input` when the loss is no longer a number, or nothing can be trained
 */
export async function* train(options: TrainOptions): AsyncGenerator<TrainerEvent, void, undefined> {
  const { model, settings, plan, signal } = options;
  const rows = rowsToTrain(options.rows, settings.max_length);
  if (rows.length === 0) throw new AppError({ code: 'blocked', message: 'No row has a trained token.' });
  checkVocabulary(rows, model.config.vocabularySize);
  const optimizer = new AdamW(model, settings, options.startState && restore(model, options.startState));
  const started = performance.now();
  const pending: PendingStep[] = [];
  let done = options.startState?.step ?? 0;
  try {
    while (done < plan.steps && !signal?.aborted) {
      pending.push(runStep(options, rows, optimizer, done));
      done += 1;
      const save = isDue(done, settings.save_steps) && done < plan.steps;
      const evaluate = options.evalRows.length > 0 && (isDue(done, settings.eval_steps) || done === plan.steps);
      const last = done === plan.steps;
      // Reading back costs a stall on a GPU and nothing elsewhere.
      if (tf.getBackend() !== 'webgpu' || save || evaluate || last || signal?.aborted || isDue(done, settings.logging_steps)) {
        for (const report of await readBack(pending, started)) yield { kind: 'step', report };
      }
      if (evaluate) yield { kind: 'evaluation', report: await evaluation(options, done) };
      if (save) yield checkpoint(options, optimizer, done, 'interval');
      await nextTask();
    }
    for (const report of await readBack(pending, started)) yield { kind: 'step', report };
    yield checkpoint(options, optimizer, done, done === plan.steps ? 'finished' : 'aborted');
  } finally {
    for (const { values } of pending) values.dispose();
    optimizer.dispose();
  }
}

function runStep(options: TrainOptions, rows: readonly TokenizedRow[], optimizer: AdamW, step: number): PendingStep {
  const { model, settings, plan } = options;
  const { progress, groups } = stepBatches(rows.length, step, settings);
  const batches = groups.map((group) => makeBatch(group.flatMap((index) => rows[index] ?? [])));
  const total = (of: (batch: Batch) => number) => batches.reduce((sum, batch) => sum + of(batch), 0);
  const { loss, gradients } = accumulate(
    model,
    batches,
    total((batch) => batch.totalWeight),
  );
  const learningRate = learningRateAt(step, plan.steps, settings);
  const norm = optimizer.step(gradients, step + 1, learningRate);
  const values = tf.tidy(() => tf.stack([tf.reshape(loss, []), norm]));
  loss.dispose();
  norm.dispose();
  return {
    values,
    report: {
      step: step + 1,
      epoch: progress,
      learningRate,
      tokens: total((batch) => batch.tokens),
      trainedTokens: total((batch) => batch.trainedTokens),
    },
  };
}

/** Reads all pending steps at once and empties the list. */
async function readBack(pending: PendingStep[], started: number): Promise<StepReport[]> {
  if (pending.length === 0) return [];
  const steps = pending.splice(0);
  const stacked = tf.tidy(() => tf.concat(steps.map(({ values }) => values)));
  for (const { values } of steps) values.dispose();
  const numbers = await stacked.data<'float32'>();
  assertDeviceAlive();
  stacked.dispose();
  const seconds = (performance.now() - started) / 1000;
  return steps.map(({ report }, index) => {
    const [loss = Number.NaN, gradientNorm = Number.NaN] = numbers.subarray(2 * index, 2 * index + 2);
    if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) throw diverged(report.step, loss, gradientNorm);
    return { ...report, loss, gradientNorm, seconds };
  });
}

async function evaluation(options: TrainOptions, step: number): Promise<EvalReport> {
  const size = options.settings.per_device_train_batch_size;
  return { step, loss: await evaluateLoss(options.model, options.evalRows, { batchSize: size, maxLength: options.settings.max_length }) };
}

function checkpoint(options: TrainOptions, optimizer: AdamW, step: number, reason: 'interval' | 'aborted' | 'finished'): TrainerEvent {
  return { kind: 'checkpoint-due', step, reason, exportState: () => exportState(options.model, optimizer, step) };
}

function isDue(step: number, every: number): boolean {
  return every > 0 && step % every === 0;
}

function checkVocabulary(rows: readonly TokenizedRow[], vocabularySize: number): void {
  for (const row of rows) {
    const id = row.inputIds.find((token) => token < 0 || token >= vocabularySize);
    if (id === undefined) continue;
    throw new AppError({
      code: 'bad-input',
      message: `Token ${id} is outside the model's vocabulary of ${vocabularySize}.`,
      remedy: "Use the model's own tokenizer.",
      place: { record: row.id },
    });
  }
}

function diverged(step: number, loss: number, norm: number): AppError {
  return new AppError({
    code: 'bad-input',
    reason: 'diverged',
    message: `Training diverged at step ${step}: loss ${loss}, gradient norm ${norm}.`,
    remedy: 'Lower learning_rate, use more warmup_steps, or go on from an earlier checkpoint.',
    values: { step },
  });
}
