// What the data worker shows the page of projects, records, runs and models. Plain data or transferables.

import type { PlannedTraining } from '../../core/batches';
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

/** Everything the shell and the screens need to know of a project, but no records. */
export interface ProjectView extends ProjectSummary {
  readonly tools: readonly ToolSpec[];
  readonly sources: readonly SourceReport[];
  readonly recipe: Recipe;
  readonly train: number;
  readonly eval: number;
  /** The operation that undo or redo would act on; null = there is none. */
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
  /** Step of the checkpoint that is compared and exported: the newest or the best; null = none yet. */
  readonly selectedCheckpoint: number | null;
  readonly loss: number | null;
  readonly exact: number | null;
  readonly modelId: string;
  /** The project's records or tools changed since the run was created; it stands on those of then. */
  readonly recordsChanged?: boolean;
  /** About how large the adapter is that the run trains; absent when it trains all weights. */
  readonly adapterBytes?: number;
  /** At most 60 losses, for a sparkline. */
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

/** One line of the table. */
export interface RecordLine {
  readonly id: string;
  readonly request: string;
  /** Calls as written in the table: `get_weather(city="北京")`. */
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
  /** Counts over the whole project, for the filter chips. */
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

/** A change of the records that a person asks for. Stored with its inverse in the operation log. */
export type Edit =
  /** @param replacing name of a source whose records go, so that rows made anew take the place of the old ones */
  | { readonly kind: 'add'; readonly records: readonly Omit<DataRecord, 'id'>[]; readonly replacing?: string }
  | { readonly kind: 'replace'; readonly records: readonly DataRecord[] }
  | { readonly kind: 'delete'; readonly ids: readonly string[] }
  | { readonly kind: 'split'; readonly ids: readonly string[]; readonly split: Split }
  | { readonly kind: 'tools'; readonly tools: readonly ToolSpec[] };

/** What a plan of templates gives: how many rows of each side, the first of them, or what is to mend. */
export interface GeneratedPreview {
  readonly problems: readonly PatternProblem[];
  /** null while there are problems. */
  readonly rows: {
    readonly count: Readonly<Record<Split, number>>;
    readonly first: Readonly<Record<Split, readonly NewRecord[]>>;
    /** `tool.parameter` whose values stand on both sides. */
    readonly shared: readonly string[];
  } | null;
}

export interface ModelSummary extends ModelInfo {
  /** True for a model that is trained from zero in the tab. */
  readonly fromZero: boolean;
  /** Milliseconds since 1970; absent for built-in models. */
  readonly addedAt?: number;
}

/** What came out of a folder or from a hub: a model, or an adapter and the stored model it belongs to. */
export interface AddedModel {
  readonly model: ModelSummary;
  readonly adapter: AdapterSummary | null;
}

/** What a configuration says of a model or an adapter that is not stored yet. */
export type FoundKind =
  | { readonly kind: 'model'; readonly config: ModelConfig }
  /** @property baseName the model it was trained on, as its maker named it; empty when unsaid */
  | { readonly kind: 'adapter'; readonly settings: LoraSettings; readonly baseName: string };

/** What a hub has by a name, before it is downloaded. */
export type FoundModel = FoundKind & { readonly model: HubModel };

/** What a folder or a zip holds, before it is copied. */
export type FoundFiles = FoundKind & {
  /** To be stored. */
  readonly bytes: number;
};

/** A download that was stopped or broke off. */
export interface DownloadView {
  readonly id: string;
  readonly model: HubModel;
  /** Fetched so far. */
  readonly bytes: number;
}

export interface StorageView {
  readonly usage: number;
  readonly quota: number;
  /** null = not asked yet. */
  readonly persisted: boolean | null;
}

export interface MeasuredPlan extends PlannedTraining {
  /** What the largest batch asks of the device. */
  readonly memory: UndecidedRequest;
}

export type DatasetExport = 'chatml' | 'function_call_messages' | 'openai' | 'tokens';

export interface DatasetExportResult {
  readonly fileName: string;
  readonly blob: Blob;
  readonly rows: number;
  /** What the format could not hold, per record. */
  readonly lost: readonly { readonly recordId: string; readonly what: string }[];
}

export interface ExportedFile {
  readonly fileName: string;
  readonly blob: Blob;
}

export interface TokenViewRequest {
  readonly messages: readonly Message[];
  readonly tools: readonly ToolSpec[];
  /** Model whose tokenizer and template are shown, or a real Qwen tokenizer shipped with the studio. */
  readonly tokenizerId: string;
  readonly format: PromptFormat;
  readonly maxLength: number;
}
