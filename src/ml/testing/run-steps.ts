import { planTraining } from '../../core/batches';
import type { TrainSettings } from '../../core/recipe';
import type { TokenizedExample } from '../../core/tokenizer';
import type { SkippedStep, StepReport } from '../../core/training';
import type { ModelConfig } from '../../core/weights';
import { createModel, type ModelOptions, type ModelSource } from '../model/create-model';
import { train } from '../training/train';
import type { StartState, TrainState } from '../training/train-events';

export interface Steps {
  readonly reports: readonly StepReport[];
  readonly skipped: readonly SkippedStep[];
  readonly state: TrainState;
  /** States of the checkpoints that fell due on the way. */
  readonly checkpoints: readonly TrainState[];
}

/** Trains a fresh model on the current backend; everything it made is disposed again. */
export async function runSteps(
  config: ModelConfig,
  source: ModelSource,
  rows: readonly TokenizedExample[],
  settings: TrainSettings,
  { startState, options = {} }: { readonly startState?: StartState; readonly options?: ModelOptions } = {},
): Promise<Steps> {
  const model = await createModel(config, source, options);
  const reports: StepReport[] = [];
  const skipped: SkippedStep[] = [];
  const states: TrainState[] = [];
  try {
    const plan = planTraining(rows, settings);
    for await (const event of train({ model, examples: rows, evalExamples: [], settings, plan, ...(startState ? { startState } : {}) })) {
      if (event.kind === 'step') reports.push(event.report);
      if (event.kind === 'skipped') skipped.push(event.skip);
      if (event.kind === 'checkpoint-due') states.push(await event.exportState());
    }
  } finally {
    model.dispose();
  }
  const state = states.pop();
  if (!state) throw new Error('no final state');
  return { reports, skipped, state, checkpoints: states };
}
