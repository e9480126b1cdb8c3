// Calls of the page to the train worker, and what a training tells on its way.

import type { ToolCallScores } from '../../core/metrics';
import type { Notice, Progress } from '../../core/notice';
import type { Recipe } from '../../core/recipe';
import type { Message, ToolSpec } from '../../core/record';
import type { DamagedCheckpoint, DeviceInfo, EvalPoint, Run, SkippedStep, StepReport } from '../../core/training';
import type { ElementType } from '../../core/weights';
import type { ExportCheck } from '../../core/weights-export';

export type TrainEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'device'; readonly device: DeviceInfo }
  | { readonly kind: 'step'; readonly report: StepReport; readonly tokensPerSecond: number; readonly secondsLeft: number | null }
  | { readonly kind: 'skipped'; readonly skip: SkippedStep }
  /** Something the person should know, after which training goes on. */
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'evaluation'; readonly report: EvalPoint }
  /**
   * A checkpoint was saved; or, before the first step of this session, the one it goes on from, with the newer ones
   * whose files were damaged (lost, cut or changed) and could not be used.
   */
  | { readonly kind: 'checkpoint'; readonly step: number; readonly damaged?: readonly DamagedCheckpoint[] };

export interface Answer {
  readonly text: string;
  readonly seconds: number;
  readonly tokens: number;
}

export type TrainCalls = {
  device: { arg: { choice: Recipe['train']['device'] }; result: DeviceInfo; event: never };
  /** Trains until done, paused or stopped; resumes at the last checkpoint of the run. */
  train: { arg: { runId: string }; result: Run; event: TrainEvent };
  /** Ends the running `train` call after the current step; it saves a checkpoint first. */
  pause: { arg: { state: 'paused' | 'stopped' }; result: null; event: never };
  /**
   * The page was hidden, frozen or is about to close: it may be gone soon, so a checkpoint is saved after the current
   * step, and the training goes on. Or it is seen again. Both are told.
   */
  pageHidden: { arg: { hidden: boolean }; result: null; event: never };
  evaluate: { arg: { runId: string }; result: ToolCallScores; event: Progress };
  /** One request through the base and the trained model. */
  ask: {
    arg: {
      runId: string;
      messages: readonly Message[];
      tools: readonly ToolSpec[];
      maxNewTokens: number;
      /** Tokens are chosen as the model's generation_config.json says, with random numbers of this seed; null: greedy. */
      samplingSeed: number | null;
    };
    result: { base: Answer; tuned: Answer };
    event: Progress;
  };
  /** Compares the logits of a run's whole weights as they will be exported with what it trained; null where they are the same bits. */
  checkExport: { arg: { runId: string; dtype: ElementType }; result: ExportCheck | null; event: never };
  /** Compares the logits of a stored adapter's base with it merged in, and with it beside. */
  checkMerge: { arg: { adapterId: string; device: Recipe['train']['device'] }; result: ExportCheck; event: never };
  probe: { arg: { url: string }; result: boolean; event: never };
};
