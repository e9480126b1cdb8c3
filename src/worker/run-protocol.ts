// The train worker's calls to the data worker, as types: a run's examples, log, checkpoints and prompts. The two workers
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

/** A prompt to answer, and the assistant message it should be compared with. */
export interface EvalPrompt {
  readonly recordId: string;
  readonly messageIndex: number;
  readonly promptIds: Int32Array;
}

/** Prompts, and how to answer them. */
export interface EvalPrompts {
  readonly prompts: readonly EvalPrompt[];
  readonly stopIds: readonly number[];
  readonly maxNewTokens: number;
}

/** Calls the data worker answers for the train worker. */
export type RunCalls = AnswerCalls &
  AdapterCalls & {
    /** Opens a run to train it. Examples are in dataset order. */
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
    /** Opens a run to use its model. Only checkpoints up to the selected one are listed, newest first. */
    openModel: {
      arg: { runId: string };
      result: { run: Run; model: ModelFiles; checkpoints: readonly CheckpointManifest[] };
      event: Progress;
    };
    /** Drops what was logged after `step`, where training resumes. */
    rewindLog: { arg: { runId: string; step: number }; result: null; event: never };
    /**
     * Stores step reports, skipped steps and eval points. First drops stored ones at or after the first given step: a
     * resumed run repeats those steps.
     */
    logSteps: {
      arg: {
        runId: string;
        device: DeviceInfo;
        reports: readonly StepReport[];
        evalPoints: readonly EvalPoint[];
        skipped: readonly SkippedStep[];
        /** Seconds of training in all sessions so far. */
        seconds: number;
      };
      result: null;
      event: never;
    };
    /** Adds a notice to the run. */
    noteRun: { arg: { runId: string; notice: RunNotice }; result: null; event: never };
    /** Stores a manifest with strict durability. Returns files that no manifest names any more, for the caller to delete. */
    commitCheckpoint: { arg: { manifest: CheckpointManifest; keep: number }; result: { deleteFiles: readonly string[] }; event: never };
    /**
     * Drops all checkpoints except the newest `keep` and, if the run will end with it, the best one. Returns their files,
     * for the caller to delete.
     */
    freeCheckpoints: { arg: { runId: string; keep: number }; result: { deleteFiles: readonly string[] }; event: never };
    /** `cause` says why a run failed or paused by itself. */
    setRunState: { arg: { runId: string; state: RunState; cause?: Failure }; result: Run; event: never };
  };

/** Calls about prompts and answers. */
export type AnswerCalls = {
  evalPrompts: { arg: { runId: string }; result: EvalPrompts; event: Progress };
  /** Scores answers and stores the scores. `base[i]` and `tuned[i]` answer prompt i. */
  scoreAnswers: { arg: { runId: string; base: readonly Int32Array[]; tuned: readonly Int32Array[] }; result: ToolCallScores; event: never };
  /** Returns prompts of `count` held-out cases, the same ones every time. */
  samplePrompts: { arg: { runId: string; count: number }; result: EvalPrompts; event: never };
  /** Scores answers to the first prompts of `samplePrompts`. Stores nothing. */
  scoreSamples: { arg: { runId: string; count: number; answers: readonly Int32Array[] }; result: readonly CaseResult[]; event: never };
  encodePrompt: {
    /** With `asConfigured`, the result has the model's own sampling settings. */
    arg: { runId: string; messages: readonly Message[]; tools: readonly ToolSpec[]; asConfigured: boolean };
    result: { promptIds: Int32Array; stopIds: readonly number[]; sampling: SamplingSettings | null };
    event: never;
  };
  decode: { arg: { runId: string; ids: Int32Array }; result: string; event: never };
};

/** Calls about adapters that are not part of a run. */
export type AdapterCalls = {
  /** Opens a stored adapter: its file in OPFS, its base model, and the requests as prompts for that model. */
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

/** Where a model's files are. */
export interface ModelFiles {
  readonly modelId: string;
  /** `config.json` of the model, as text. */
  readonly configText: string;
  /** OPFS paths of safetensors files; empty for a model trained from zero. */
  readonly weights: readonly string[];
  /** SHA-256 of these files, hex, where it is known. */
  readonly sha256: readonly string[];
  /** Seed of the initial weights of a model trained from zero. */
  readonly initialSeed: number;
  /** The adapter that the run continues: OPFS path and SHA-256 of its safetensors file. Absent for a new adapter or none. */
  readonly adapter?: { readonly path: string; readonly sha256: string };
}
