import type { TrainSettings } from '../../core/recipe';
import type { TokenizedExample } from '../../core/tokenizer';
import type { EvalPoint, SkippedStep, TrainingPlan } from '../../core/training';
import type { NamedTensor, TensorRows } from '../../core/weights';
import type { LanguageModel } from '../model/language-model';
import type { StepOutcome } from './read-steps';

/**
 * All that a run needs to go on bit for bit: trainables under their own names, AdamW's moments under `exp_avg/NAME`
 * and `exp_avg_sq/NAME`, and the optimizer steps done.
 */
export interface TrainState {
  readonly step: number;
  readonly tensors: readonly NamedTensor[];
}

/** A state to go on from: its tensors in memory, or read where they are stored when the device takes them. */
export interface StartState {
  readonly step: number;
  readonly tensors: readonly (NamedTensor | TensorRows)[];
}

/** One tensor of a state, on the device until it is read. */
export interface StateTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Its values in order, some rows at a time. */
  read(): AsyncIterable<Float32Array>;
}

/** Every save_steps, when the signal aborts, when too many steps in a row were skipped, and at the end. `finished`: all steps are done, or the run stopped early. */
export interface CheckpointDue {
  readonly kind: 'checkpoint-due';
  readonly step: number;
  readonly reason: 'interval' | 'aborted' | 'not-finite' | 'finished';
  /** With `not-finite`: the steps that were skipped in a row. */
  readonly skipped?: readonly SkippedStep[];
  /** The state of this step, to be read before the generator is resumed: tensor by tensor, or all at once. */
  readonly tensors: readonly StateTensor[];
  readonly exportState: () => Promise<TrainState>;
}

export type TrainerEvent = StepOutcome | { readonly kind: 'evaluation'; readonly report: EvalPoint } | CheckpointDue;

export interface TrainOptions {
  readonly model: LanguageModel;
  /** In dataset order, cut at max_length; rows that train nothing are left out here. */
  readonly examples: readonly TokenizedExample[];
  readonly evalExamples: readonly TokenizedExample[];
  readonly settings: TrainSettings;
  readonly plan: TrainingPlan;
  /** Those of the run up to `startState`, in order: early stopping counts them. */
  readonly evalPoints?: readonly EvalPoint[];
  /** Those of the run up to `startState`, in order: too many in a row pause it, over sessions too. */
  readonly skipped?: readonly SkippedStep[];
  /** State to go on from; its trainables replace the model's. */
  readonly startState?: StartState;
  /** Asked after each step: true = a checkpoint is wanted now, whatever save_steps says. */
  readonly takeSaveRequest?: () => boolean;
  /** Aborting ends the run after the current step, with a checkpoint-due event; it does not throw. */
  readonly signal?: AbortSignal;
}
