// Training as an async generator. The order of batches is a pure function of (seed, step) and the state is trainables,
// moments and the step count: a run that goes on from an exported state has bit-equal losses on the same device.

import { type Batch, makeBatch, rowsToTrain, stepBatches } from '../../core/batches';
import { AppError } from '../../core/failure';
import { learningRateAt } from '../../core/optimizer';
import type { TokenizedRow } from '../../core/tokenizer';
import type { EvalReport, SkippedStep } from '../../core/training';
import { nextTask } from '../next-task';
import { AdamW } from '../optimizer/adamw';
import { tf } from '../tensorflow';
import { evaluateLoss } from './evaluate-loss';
import { accumulate } from './gradient-sum';
import { type PendingStep, readSteps } from './read-steps';
import { skipWatch } from './skip-watch';
import { exportState, restore } from './state';
import type { CheckpointDue, TrainerEvent, TrainOptions } from './train-events';

/**
 * Runs the steps of the plan that are still to do.
 * @throws AppError `blocked` when nothing can be trained, `bad-input` when a token is outside the vocabulary
 */
export async function* train(options: TrainOptions): AsyncGenerator<TrainerEvent, void, undefined> {
  const { model, settings, plan, signal } = options;
  const rows = rowsToTrain(options.rows, settings.max_length);
  if (rows.length === 0) throw new AppError({ code: 'blocked', message: 'No row has a trained token.' });
  checkVocabulary(rows, model.config.vocabularySize);
  const optimizer = new AdamW(model, settings, options.startState && restore(model, options.startState));
  const started = performance.now();
  const pending: PendingStep[] = [];
  const watch = skipWatch();
  let tooMany: readonly SkippedStep[] | null = null;
  let done = options.startState?.step ?? 0;
  try {
    while (done < plan.steps && !signal?.aborted && !tooMany) {
      pending.push(runStep(options, rows, optimizer, done));
      done += 1;
      const save = isDue(done, settings.save_steps) && done < plan.steps;
      const evaluate = options.evalRows.length > 0 && (isDue(done, settings.eval_steps) || done === plan.steps);
      const last = done === plan.steps;
      // Reading back costs a stall on a GPU and nothing elsewhere.
      if (tf.getBackend() !== 'webgpu' || save || evaluate || last || signal?.aborted || isDue(done, settings.logging_steps)) {
        for (const outcome of await readSteps(pending, started)) {
          yield outcome;
          tooMany = watch(outcome) ?? tooMany;
        }
      }
      if (evaluate) yield { kind: 'evaluation', report: await evaluation(options, done) };
      if (save) yield checkpoint(options, optimizer, done, 'interval');
      await nextTask();
    }
    for (const outcome of await readSteps(pending, started)) {
      yield outcome;
      tooMany = watch(outcome) ?? tooMany;
    }
    const end = done === plan.steps ? 'finished' : tooMany ? 'not-finite' : 'aborted';
    yield { ...checkpoint(options, optimizer, done, end), ...(tooMany ? { skipped: tooMany } : {}) };
  } finally {
    for (const { values } of pending) values.dispose();
    optimizer.dispose();
  }
}

function runStep(options: TrainOptions, rows: readonly TokenizedRow[], optimizer: AdamW, step: number): PendingStep {
  const { model, settings, plan } = options;
  const { progress, groups } = stepBatches(rows.length, step, settings);
  const rowsOfGroups = groups.map((group) => group.flatMap((index) => rows[index] ?? []));
  const batches = rowsOfGroups.map(makeBatch);
  const total = (of: (batch: Batch) => number) => batches.reduce((sum, batch) => sum + of(batch), 0);
  const { loss, gradients } = accumulate(
    model,
    batches,
    total((batch) => batch.totalWeight),
    step * settings.gradient_accumulation_steps,
  );
  const learningRate = learningRateAt(step, plan.steps, settings);
  const norm = optimizer.step(gradients, loss, step + 1, learningRate);
  const values = tf.tidy(() => tf.stack([tf.reshape(loss, []), norm]));
  loss.dispose();
  norm.dispose();
  return {
    values,
    rows: rowsOfGroups.flat().map((row) => row.id),
    report: {
      step: step + 1,
      epoch: progress,
      learningRate,
      tokens: total((batch) => batch.tokens),
      trainedTokens: total((batch) => batch.trainedTokens),
    },
  };
}

async function evaluation(options: TrainOptions, step: number): Promise<EvalReport> {
  const size = options.settings.per_device_train_batch_size;
  return { step, loss: await evaluateLoss(options.model, options.evalRows, { batchSize: size, maxLength: options.settings.max_length }) };
}

function checkpoint(options: TrainOptions, optimizer: AdamW, step: number, reason: CheckpointDue['reason']): CheckpointDue {
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
