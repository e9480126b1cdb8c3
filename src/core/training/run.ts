// What a training run reports and what is stored of it. Plain data: it crosses workers and is kept in IndexedDB and
// report.json.

import type { Failure } from '../failure';
import type { CaseResult } from '../metrics';
import type { Notice } from '../notice';
import type { Recipe } from '../recipe';

export type Backend = 'webgpu' | 'wasm' | 'cpu';

/** The device that computes, as the page and the report describe it. */
export interface DeviceInfo {
  readonly backend: Backend;
  /** Why this backend was chosen. */
  readonly reason: 'forced' | 'real-adapter' | 'software-adapter' | 'no-webgpu';
  readonly vendor: string;
  readonly architecture: string;
  readonly description: string;
  readonly f16: boolean;
  readonly fallbackAdapter: boolean;
  /** Relevant limits of the WebGPU adapter, in bytes or counts; empty without WebGPU. */
  readonly limits: Readonly<Record<string, number>>;
  /** Most bytes of one tensor; absent if the device sets no limit. */
  readonly maxTensorBytes?: number;
}

/** One optimizer step. */
export interface StepReport {
  /** 1-based. */
  readonly step: number;
  /** Epochs done after this step, a fraction. */
  readonly epoch: number;
  /** Mean over the trained tokens of the step, nats per token. */
  readonly loss: number;
  readonly learningRate: number;
  /** Global L2 norm before clipping. */
  readonly gradientNorm: number;
  /** Tokens of the step without padding. */
  readonly tokens: number;
  /** Tokens with a weight in the loss. */
  readonly trainedTokens: number;
  /** Seconds since this session began. */
  readonly seconds: number;
}

/** A step whose loss or gradient was not finite. It left parameters and moments unchanged; the next step uses the next batches. */
export interface SkippedStep {
  /** 1-based. */
  readonly step: number;
  readonly epoch: number;
  /** The value that was not finite. */
  readonly what: 'loss' | 'gradient';
  /** Ids of the records in its batches. */
  readonly recordIds: readonly string[];
}

/** A checkpoint whose file was lost, cut or changed. */
export interface DamagedCheckpoint {
  readonly step: number;
  readonly problem: 'missing' | 'wrong_length' | 'wrong_checksum';
}

/** The held-out loss at one step. */
export interface EvalPoint {
  /** Steps done. */
  readonly step: number;
  /** Mean over the trained tokens of the held-out examples, nats per token. */
  readonly loss: number;
  /** The model's answers to a few held-out requests, the same requests at every evaluation. */
  readonly samples?: readonly CaseResult[];
}

export type RunState = 'running' | 'paused' | 'stopped' | 'done' | 'failed' | 'interrupted';

/** What the optimizer will do, known before it starts. */
export interface TrainingPlan {
  readonly examples: number;
  /** Sequences that batches are made of: one for each example, or fewer with packing. */
  readonly sequences: number;
  /** Share of all computed inputs that are padding, 0 … 1. */
  readonly paddingShare: number;
  readonly tokensPerEpoch: number;
  readonly trainedTokensPerEpoch: number;
  readonly stepsPerEpoch: number;
  readonly steps: number;
  readonly warmupSteps: number;
  /** Examples that are truncated to max_length. */
  readonly truncated: number;
  /** Ids of examples without a trained token within max_length, which are not used. */
  readonly dropped: readonly string[];
  /** Problems of the model to know before the start, such as a stop token that was never trained. */
  readonly notices?: readonly Notice[];
}

/** Something that happened during a run. */
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
  /** Id of the base model, built-in or stored. */
  readonly modelId: string;
  readonly state: RunState;
  /** Whether layers are recomputed in the backward pass. Decided when the run is created if the recipe leaves it open. */
  readonly checkpointing?: boolean;
  readonly plan: TrainingPlan;
  readonly device: DeviceInfo | null;
  /** Optimizer steps done. */
  readonly step: number;
  /** Steps that have a checkpoint on disk, newest first. */
  readonly checkpoints: readonly number[];
  readonly log: readonly StepReport[];
  readonly evalPoints: readonly EvalPoint[];
  /** Seconds of training over all sessions. */
  readonly seconds: number;
  /** Why it failed, in English. Only of old runs, which have no `cause`. */
  readonly failure?: string;
  /** Skipped steps, in order; absent if there are none. */
  readonly skipped?: readonly SkippedStep[];
  /** The latest notices, in order, without those of skipped steps; absent if there are none. */
  readonly notices?: readonly RunNotice[];
  /** Why it failed, or why it paused without being asked to. */
  readonly cause?: Failure;
  /** The checkpoint of another run that this run continues. */
  readonly origin?: { readonly runId: string; readonly name: string; readonly step: number };
}
