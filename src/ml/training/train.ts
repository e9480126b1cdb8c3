// Training as an async generator. The order of batches is a pure function of (seed, step) and the state is trainables,
// moments and the step count: a run that goes on from an exported state has bit-equal losses on the same device.

import type { Batch } from '../../core/batches';
import type { EvalPoint, SkippedStep } from '../../core/training';
import { isDue, learningRateAt, stopsEarly } from '../../core/training';
import { AdamW } from '../optimizer/adamw';
import { tf } from '../tensorflow';
import { yieldToEventLoop } from '../yield-to-event-loop';
import { evaluateLoss } from './evaluate-loss';
import { accumulate } from './gradient-sum';
import { type PendingStep, readSteps } from './read-steps';
import { createSkipCounter } from './skip-watch';
import { exportState, restore, stateTensors } from './state';
import { type StepData, stepDataOf } from './step-data';
import type { CheckpointDue, TrainerEvent, TrainOptions } from './train-events';

/**
 * Runs the steps of the plan that are still to do.
 * @throws AppError `blocked` when nothing can be trained, `bad-input` when a token is outside the vocabulary
 */
export async function* train(options: TrainOptions): AsyncGenerator<TrainerEvent, void, undefined> {
  const { model, settings, plan, signal } = options;
  const dataOf = stepDataOf(options.examples, settings, { vocabularySize: model.config.vocabularySize, compact: !model.usesDropout });
  const optimizer = new AdamW(model, settings, options.startState && (await restore(model, options.startState)));
  const started = performance.now();
  const pending: PendingStep[] = [];
  let tooMany: readonly SkippedStep[] | null = null;
  const evaluations = [...(options.evalPoints ?? [])];
  const evaluate = async (step: number): Promise<TrainerEvent> => {
    const report = await evaluation(options, step);
    evaluations.push(report);
    return { kind: 'evaluation', report };
  };
  const isEnough = () =>
    stopsEarly(
      evaluations.map(({ loss }) => loss),
      settings,
    );
  const measures = options.evalExamples.length > 0;
  let done = options.startState?.step ?? 0;
  const watch = createSkipCounter(options.skipped ?? [], done);
  let enough = isEnough();
  try {
    if (measures && settings.eval_on_start && evaluations.length === 0 && done === 0) yield await evaluate(0);
    while (done < plan.steps && !signal?.aborted && !tooMany && !enough) {
      pending.push(runStep(options, dataOf(done), optimizer, done));
      done += 1;
      const last = done === plan.steps;
      const saveDue = isDue(done, settings.save_steps, plan.steps) && !last;
      // Asked first: a save that is due anyway answers the request.
      const save = (options.takeSaveRequest?.() === true || saveDue) && !last;
      const measure = measures && (last || isDue(done, settings.eval_steps, plan.steps) || (saveDue && settings.load_best_model_at_end));
      const log = isDue(done, settings.logging_steps, plan.steps);
      // Reading back costs a stall on a GPU and nothing elsewhere.
      if (tf.getBackend() !== 'webgpu' || save || measure || last || signal?.aborted || log) {
        for (const outcome of await readSteps(pending, started)) {
          yield outcome;
          tooMany = watch(outcome) ?? tooMany;
        }
      }
      if (measure) yield await evaluate(done);
      enough = isEnough();
      if (save && !enough) yield checkpoint(options, optimizer, done, 'interval');
      await yieldToEventLoop();
    }
    for (const outcome of await readSteps(pending, started)) {
      yield outcome;
      tooMany = watch(outcome) ?? tooMany;
    }
    const end = done === plan.steps || enough ? 'finished' : tooMany ? 'not-finite' : 'aborted';
    yield { ...checkpoint(options, optimizer, done, end), ...(tooMany ? { skipped: tooMany } : {}) };
  } finally {
    for (const { values } of pending) values.dispose();
    optimizer.dispose();
  }
}

function runStep(options: TrainOptions, { batches, epoch, recordIds: rows }: StepData, optimizer: AdamW, step: number): PendingStep {
  const { model, settings, plan } = options;
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
    rows,
    report: {
      step: step + 1,
      epoch,
      learningRate,
      tokens: total((batch) => batch.tokens),
      trainedTokens: total((batch) => batch.trainedTokens),
    },
  };
}

async function evaluation(options: TrainOptions, step: number): Promise<EvalPoint> {
  const size = options.settings.per_device_eval_batch_size;
  return {
    step,
    loss: await evaluateLoss(options.model, options.evalExamples, { batchSize: size, maxLength: options.settings.max_length }),
  };
}

function checkpoint(options: TrainOptions, optimizer: AdamW, step: number, reason: CheckpointDue['reason']): CheckpointDue {
  const tensors = stateTensors(options.model, optimizer);
  return { kind: 'checkpoint-due', step, reason, tensors, exportState: () => exportState(step, tensors) };
}
