// What a training run reports and what is stored of it. Plain data: crosses workers, lives in IndexedDB and report.json.

import type { Failure } from '../failure';
import type { CaseResult } from '../metrics';
import type { Notice } from '../notice';
import type { Recipe } from '../recipe';

export type Backend = 'webgpu' | 'wasm' | 'cpu';

/** What computes, as the page and the report name it. */
export interface DeviceInfo {
  readonly backend: Backend;
  /** Why this one, when `auto` chose it. */
  readonly reason: 'forced' | 'real-adapter' | 'software-adapter' | 'no-webgpu';
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly f16: boolean;
  readonly fallbackAdapter: boolean;
  /** Limits of the adapter that matter, in bytes or counts; empty without WebGPU. */
  readonly limits: Readonly<Record<string, number>>;
  /** Most bytes of a tensor that it computes with; absent where nothing limits one. */
  readonly maxTensorBytes?: number;
}

/** One optimizer step. */
export interface StepReport {
  /** 1-based. */
  readonly step: number;
  readonly epoch: number;
  /** Mean over the trained tokens of the step, nats per token. */
  readonly loss: number;
  readonly learningRate: number;
  /** Global L2 norm before clipping. */
  readonly gradientNorm: number;
  /** Tokens of the step: all that are not padding, and the trained ones. */
  readonly tokens: number;
  readonly trainedTokens: number;
  /** Seconds since this session of the run began. */
  readonly seconds: number;
}

/** A step whose loss or gradient was not finite: parameters and moments stayed as they were, the data moved on. */
export interface SkippedStep {
  /** 1-based. */
  readonly step: number;
  readonly epoch: number;
  /** What was not finite. */
  readonly what: 'loss' | 'gradient';
  /** Ids of the rows of its batches. */
  readonly recordIds: readonly string[];
}

/** A checkpoint whose file was lost, cut or changed. */
export interface DamagedCheckpoint {
  readonly step: number;
  readonly problem: 'missing' | 'wrong_length' | 'wrong_checksum';
}

export interface EvalPoint {
  readonly step: number;
  readonly loss: number;
  /** The model's answers to a few held-out requests, the same ones at every evaluation. */
  readonly samples?: readonly CaseResult[];
}

export type RunState = 'running' | 'paused' | 'stopped' | 'done' | 'failed' | 'interrupted';

/** What the optimizer will do, known before it starts. */
export interface TrainingPlan {
  readonly examples: number;
  /** What batches are made of: the rows, or sequences of several packed ones. */
  readonly sequences: number;
  /** Share of all computed positions that are padding, 0 … 1. */
  readonly paddingShare: number;
  readonly tokensPerEpoch: number;
  readonly trainedTokensPerEpoch: number;
  readonly stepsPerEpoch: number;
  readonly steps: number;
  readonly warmupSteps: number;
  /** Rows longer than max_length, cut at it; rows of them that lose all trained tokens and are left out. */
  readonly truncated: number;
  readonly dropped: readonly string[];
  /** What of the model speaks against the start, e.g. a stop token that was never trained. */
  readonly notices?: readonly Notice[];
}

/** Something that happened to a run on its way, and when. */
export interface RunNotice extends Notice {
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Run {
  readonly id: string;
  readonly projectId: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly recipe: Recipe;
  /** Id of the base model: a built-in or a stored model. */
  readonly modelId: string;
  readonly state: RunState;
  /** Layers are computed again in the backward pass; decided when the run is made, where the recipe leaves it open. */
  readonly checkpointing?: boolean;
  readonly plan: TrainingPlan;
  readonly device: DeviceInfo | null;
  readonly step: number;
  /** Steps that have a checkpoint on disk, newest first. */
  readonly checkpoints: readonly number[];
  readonly log: readonly StepReport[];
  readonly evalPoints: readonly EvalPoint[];
  /** Seconds of training over all sessions. */
  readonly seconds: number;
  /** Why it failed, in English: of runs that failed before `cause` said so. */
  readonly failure?: string;
  /** Steps that were skipped, in order; absent when there are none. */
  readonly skipped?: readonly SkippedStep[];
  /** What it told of itself on its way, in order: the latest of them; absent when there was nothing. Skipped steps are above. */
  readonly notices?: readonly RunNotice[];
  /** Why it failed, or paused by itself. */
  readonly cause?: Failure;
  /** The checkpoint of another run that this one went on from. */
  readonly origin?: { readonly runId: string; readonly name: string; readonly step: number };
}
