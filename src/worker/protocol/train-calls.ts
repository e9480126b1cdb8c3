// The page's calls to the train worker, and the events of a training.

import type { ExportCheck } from '../../core/exports';
import type { ToolCallScores } from '../../core/metrics';
import type { Notice, Progress } from '../../core/notice';
import type { Recipe } from '../../core/recipe';
import type { Message, ToolSpec } from '../../core/record';
import type { DamagedCheckpoint, DeviceInfo, EvalPoint, Run, SkippedStep, StepReport } from '../../core/training';
import type { ElementType } from '../../core/weights';

export type TrainEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'device'; readonly device: DeviceInfo }
  | { readonly kind: 'step'; readonly report: StepReport; readonly tokensPerSecond: number; readonly secondsLeft: number | null }
  | { readonly kind: 'skipped'; readonly skip: SkippedStep }
  /** Something a person should know; training continues. */
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'evaluation'; readonly report: EvalPoint }
  /**
   * A checkpoint was saved. Before the first step of a session: the checkpoint it resumes at (step 0 = none), and the
   * newer ones that could not be used because their files were damaged.
   */
  | { readonly kind: 'checkpoint'; readonly step: number; readonly damaged?: readonly DamagedCheckpoint[] };

export interface Answer {
  readonly text: string;
  readonly seconds: number;
  readonly tokens: number;
}

export type TrainCalls = {
  /** Opens a device. During a training, returns the one that trains. */
  device: { arg: { choice: Recipe['train']['device'] }; result: DeviceInfo; event: never };
  /** Trains a run until it is done, paused or stopped. Resumes at its newest checkpoint. */
  train: { arg: { runId: string }; result: Run; event: TrainEvent };
  /** Ends the running `train` call after the current step and a checkpoint. */
  pause: { arg: { state: 'paused' | 'stopped' }; result: null; event: never };
  /**
   * The page was hidden or frozen, or is about to close (`hidden`), or is visible again. A hidden page may be gone soon,
   * so a checkpoint is saved after the current step. Training continues, and both are reported as notices.
   */
  pageHidden: { arg: { hidden: boolean }; result: null; event: never };
  /** Answers the held-out requests of a run with the base model and the tuned model, and scores the answers. */
  evaluate: { arg: { runId: string }; result: ToolCallScores; event: Progress };
  /** Answers one request with the base model and the tuned model. */
  ask: {
    arg: {
      runId: string;
      messages: readonly Message[];
      tools: readonly ToolSpec[];
      maxNewTokens: number;
      /** With a seed, tokens are sampled as the model's generation_config.json says. null: greedy. */
      samplingSeed: number | null;
    };
    result: { base: Answer; tuned: Answer };
    event: Progress;
  };
  /** Compares the logits of a run's whole weights, as they will be exported, with those it trained. null when the bits are the same. */
  checkExport: { arg: { runId: string; dtype: ElementType }; result: ExportCheck | null; event: never };
  /** Compares the logits of a stored adapter merged into its base model with those of adapter and base model. */
  checkMerge: { arg: { adapterId: string; device: Recipe['train']['device'] }; result: ExportCheck; event: never };
  /** As in the data worker. */
  probe: { arg: { url: string }; result: boolean; event: never };
};
