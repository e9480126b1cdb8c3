// Projects, records, runs and models as the data worker shows them to the page. Plain data or transferables.

import type { PlannedTraining } from '../../core/batches';
import type { LostCode } from '../../core/formats';
import type { PatternProblem } from '../../core/generator';
import type { HubModel } from '../../core/hub';
import type { UndecidedRequest } from '../../core/memory';
import type { AdapterSummary, ModelInfo } from '../../core/model-info';
import type { Operation } from '../../core/operation';
import type { LoraSettings, Recipe } from '../../core/recipe';
import type { DataRecord, Message, NewRecord, Split, ToolSpec } from '../../core/record';
import type { SourceReport } from '../../core/source-report';
import type { PromptFormat } from '../../core/tokenizer';
import type { RunState } from '../../core/training';
import type { ModelConfig } from '../../core/weights';

export interface ProjectSummary {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly changedAt: number;
  readonly records: number;
}

/** Everything the shell and the screens need to know about a project, without its records. */
export interface ProjectView extends ProjectSummary {
  readonly tools: readonly ToolSpec[];
  readonly sources: readonly SourceReport[];
  readonly recipe: Recipe;
  readonly train: number;
  readonly eval: number;
  /** The operations that undo and redo would act on; null = there is none. */
  readonly undo: Operation | null;
  readonly redo: Operation | null;
  readonly latestCheck: { readonly errors: number; readonly warnings: number; readonly stale: boolean } | null;
  readonly runs: readonly RunSummary[];
  /** Grows with every change of the records; caches use it. */
  readonly revision: number;
}

export interface RunSummary {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly state: RunState;
  readonly step: number;
  readonly steps: number;
  /** Step of the checkpoint that is evaluated and exported, the newest or the best; null = none yet. */
  readonly selectedCheckpoint: number | null;
  readonly loss: number | null;
  /** Share of held-out requests that the tuned model answers exactly, 0 … 1; null until measured. */
  readonly exact: number | null;
  readonly modelId: string;
  /** The project's records or tools changed since the run was created; the run keeps its own snapshot. */
  readonly recordsChanged?: boolean;
  /** Approximate size of the adapter that the run trains; absent when it trains all weights. */
  readonly adapterBytes?: number;
  /** Losses for a sparkline, at most 60. */
  readonly spark: readonly number[];
}

export interface ImportFile {
  readonly name: string;
  readonly file: Blob;
}

export interface RecordFilter {
  readonly search?: string;
  readonly split?: Split;
  readonly tool?: string;
  readonly kind?: 'call' | 'no_call' | 'several_calls' | 'several_turns';
  readonly finding?: 'error' | 'warning';
}

/** A record as one line of the table. */
export interface RecordLine {
  readonly id: string;
  readonly request: string;
  /** Calls as the table shows them: `get_weather(city="北京")`. */
  readonly calls: readonly string[];
  readonly turns: number;
  readonly tokens: number | null;
  readonly split: Split;
  readonly errors: number;
  readonly warnings: number;
}

export interface RecordWindow {
  readonly total: number;
  readonly from: number;
  readonly lines: readonly RecordLine[];
  /** Counts of the whole project, for the filter chips. */
  readonly counts: {
    readonly all: number;
    readonly train: number;
    readonly eval: number;
    readonly noCall: number;
    readonly severalCalls: number;
    readonly severalTurns: number;
    readonly errors: number;
    readonly warnings: number;
  };
}

/** A change of the records that a person requests. The operation log stores it with its inverse. */
export type Edit =
  /** @property replacing name of a source; the new records replace all records from it */
  | { readonly kind: 'add'; readonly records: readonly Omit<DataRecord, 'id'>[]; readonly replacing?: string }
  | { readonly kind: 'replace'; readonly records: readonly DataRecord[] }
  | { readonly kind: 'delete'; readonly ids: readonly string[] }
  | { readonly kind: 'split'; readonly ids: readonly string[]; readonly split: Split }
  | { readonly kind: 'tools'; readonly tools: readonly ToolSpec[] };

/** What a generator plan would make: the number of records and the first ones, by split, or the problems to fix. */
export interface GeneratedPreview {
  readonly problems: readonly PatternProblem[];
  /** null while there are problems. */
  readonly rows: {
    readonly count: Readonly<Record<Split, number>>;
    readonly first: Readonly<Record<Split, readonly NewRecord[]>>;
    /** Each `tool.parameter` with values that occur in both splits. */
    readonly shared: readonly string[];
  } | null;
}

export interface ModelSummary extends ModelInfo {
  /** True for a model that is trained from zero in the tab. */
  readonly fromZero: boolean;
  /** Milliseconds since 1970; absent for built-in models. */
  readonly addedAt?: number;
}

/** What was added: a model, or an adapter and its stored base model. */
export interface AddedModel {
  readonly model: ModelSummary;
  readonly adapter: AdapterSummary | null;
}

/** What the configuration of a model or an adapter says, before it is stored. */
export type FoundKind =
  | { readonly kind: 'model'; readonly config: ModelConfig }
  /** @property baseName the base model as adapter_config.json names it; empty when it names none */
  | { readonly kind: 'adapter'; readonly settings: LoraSettings; readonly baseName: string };

/** What a hub has under a name, before it is downloaded. */
export type FoundModel = FoundKind & { readonly model: HubModel };

/** What a folder or a zip holds, before it is copied. */
export type FoundFiles = FoundKind & {
  /** Bytes that would be stored. */
  readonly bytes: number;
};

/** An unfinished download. */
export interface DownloadView {
  readonly id: string;
  readonly model: HubModel;
  /** Bytes downloaded so far. */
  readonly bytes: number;
}

export interface StorageView {
  readonly usage: number;
  readonly quota: number;
  /** null = the browser was not asked yet. */
  readonly persisted: boolean | null;
}

export interface MeasuredPlan extends PlannedTraining {
  /** What the memory plan needs to know about the run. */
  readonly memory: UndecidedRequest;
}

export interface DatasetExportResult {
  readonly fileName: string;
  readonly blob: Blob;
  readonly rows: number;
  /** What the format could not hold, by record. */
  readonly lost: readonly { readonly recordId: string; readonly what: LostCode }[];
}

export interface ExportedFile {
  readonly fileName: string;
  readonly blob: Blob;
}

export interface TokenViewRequest {
  readonly messages: readonly Message[];
  readonly tools: readonly ToolSpec[];
  /** Id of a model, whose tokenizer and template are used, or of a Qwen tokenizer that comes with the studio. */
  readonly tokenizerId: string;
  readonly format: PromptFormat;
  readonly maxLength: number;
}
