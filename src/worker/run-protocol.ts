// What the train worker asks of the data worker, as types: a run's rows, its log, its checkpoints, its prompts. The two
// are joined by a channel of their own.

import type { Failure } from '../core/failure';
import type { SamplingSettings } from '../core/generation';
import type { CaseResult, ToolCallScores } from '../core/metrics';
import type { Progress } from '../core/notice';
import type { LoraSettings } from '../core/recipe';
import type { Message, ToolSpec } from '../core/record';
import type { TokenizedExample } from '../core/tokenizer';
import type { DeviceInfo, EvalPoint, Run, RunNotice, RunState, SkippedStep, StepReport } from '../core/training';
import type { CheckpointManifest } from '../storage/schema';

/** One prompt to answer, and what is needed to score the answer. */
export interface EvalPrompt {
  readonly recordId: string;
  readonly messageIndex: number;
  readonly promptIds: Int32Array;
}

/** Prompts to answer, and how. */
export interface EvalPrompts {
  readonly prompts: readonly EvalPrompt[];
  readonly stopIds: readonly number[];
  readonly maxNewTokens: number;
}

/** Calls the data worker answers for the train worker. */
export type RunCalls = AnswerCalls &
  AdapterCalls & {
    /** The run with its rows, tokenized, in dataset order. */
    openRun: {
      arg: { runId: string };
      result: {
        run: Run;
        train: readonly TokenizedExample[];
        eval: readonly TokenizedExample[];
        model: ModelFiles;
        checkpoints: readonly CheckpointManifest[];
      };
      event: Progress;
    };
    /** The run's model and checkpoints alone, to answer with. */
    openModel: {
      arg: { runId: string };
      result: { run: Run; model: ModelFiles; checkpoints: readonly CheckpointManifest[] };
      event: Progress;
    };
    /** Drops what is logged after `step`: training goes on from there. */
    rewindLog: { arg: { runId: string; step: number }; result: null; event: never };
    /** Stores step reports, skipped steps and evaluations; drops stored ones at or after the first given step (a resumed run repeats them). */
    logSteps: {
      arg: {
        runId: string;
        device: DeviceInfo;
        reports: readonly StepReport[];
        evalPoints: readonly EvalPoint[];
        skipped: readonly SkippedStep[];
        /** Seconds of training over all sessions so far. */
        seconds: number;
      };
      result: null;
      event: never;
    };
    /** Adds to what happened to the run on its way. */
    noteRun: { arg: { runId: string; notice: RunNotice }; result: null; event: never };
    /** Strict durability; returns files that no manifest names any more, which the caller deletes. */
    commitCheckpoint: { arg: { manifest: CheckpointManifest; keep: number }; result: { deleteFiles: readonly string[] }; event: never };
    /** Drops all checkpoints but the newest `keep`; returns their files, which the caller deletes. */
    freeCheckpoints: { arg: { runId: string; keep: number }; result: { deleteFiles: readonly string[] }; event: never };
    /** `cause` of a run that failed, or that paused by itself. */
    setRunState: { arg: { runId: string; state: RunState; cause?: Failure }; result: Run; event: never };
  };

/** Calls about prompts and answers. */
export type AnswerCalls = {
  evalPrompts: { arg: { runId: string }; result: EvalPrompts; event: Progress };
  /** Scores answers and stores the evaluation. `base[i]` and `tuned[i]` answer prompt i. */
  scoreAnswers: { arg: { runId: string; base: readonly Int32Array[]; tuned: readonly Int32Array[] }; result: ToolCallScores; event: never };
  /** Prompts of `count` held-out cases: the same ones every time. */
  samplePrompts: { arg: { runId: string; count: number }; result: EvalPrompts; event: never };
  /** Scores answers to the first of {@link samplePrompts}; stores nothing. */
  scoreSamples: { arg: { runId: string; count: number; answers: readonly Int32Array[] }; result: readonly CaseResult[]; event: never };
  encodePrompt: {
    /** `asConfigured` asks for the model's own sampling settings too. */
    arg: { runId: string; messages: readonly Message[]; tools: readonly ToolSpec[]; asConfigured: boolean };
    result: { promptIds: Int32Array; stopIds: readonly number[]; sampling: SamplingSettings | null };
    event: never;
  };
  decode: { arg: { runId: string; ids: Int32Array }; result: string; event: never };
};

/** Calls about adapters that belong to no run. */
export type AdapterCalls = {
  /** A stored adapter: its file in OPFS, its base, and prompts that ask the base these requests. */
  openAdapter: {
    arg: { adapterId: string; requests: readonly string[] };
    result: {
      name: string;
      settings: LoraSettings;
      path: string;
      model: ModelFiles;
      prompts: readonly Int32Array[];
    };
    event: Progress;
  };
};

/** Where a model's weights are. */
export interface ModelFiles {
  readonly modelId: string;
  /** `config.json` of the model, as text. */
  readonly configText: string;
  /** OPFS paths of safetensors files; empty for a model trained from zero. */
  readonly weights: readonly string[];
  /** SHA-256 of each of these files, where it is known. */
  readonly sha256: readonly string[];
  /** Seed of the initial weights of a model trained from zero. */
  readonly initialSeed: number;
  /** The adapter that the run goes on with: OPFS path and SHA-256 of its safetensors file; absent: a fresh one, or none. */
  readonly adapter?: { readonly path: string; readonly sha256: string };
}
