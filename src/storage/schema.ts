// The IndexedDB schema: one database for all projects of this address. open-database.ts creates its stores.
// Files (weights, checkpoints) are in OPFS, see files.ts. A checkpoint file counts only once its manifest is stored here.

import type { DBSchema, IDBPDatabase } from 'idb';
import type { CheckReport } from '../core/checks';
import type { HubModel } from '../core/hub';
import type { ToolCallScores } from '../core/metrics';
import type { AdapterSummary, ModelInfo } from '../core/model-info';
import type { Operation } from '../core/operation';
import type { Recipe } from '../core/recipe';
import type { DataRecord, Split, ToolSpec } from '../core/record';
import type { SourceReport } from '../core/source-report';
import type { EvalPoint, Run, StepReport } from '../core/training';

export interface StoredProject {
  readonly id: string;
  readonly name: string;
  readonly createdAt: number;
  readonly changedAt: number;
  /** Number of live records. */
  readonly records: number;
  readonly tools: readonly ToolSpec[];
  readonly recipe: Recipe;
  /** Grows with every change of the records or tools. */
  readonly revision: number;
  /** Order of the next record. Stored records at or above it belong to an import that never finished. */
  readonly nextOrder: number;
  /** Sequence number of the last applied operation; 0 = none. Those above it can be redone. */
  readonly applied: number;
}

/** At most 500 records, in order. The chunk of a record follows from its id, see records.ts. */
export interface StoredChunk {
  readonly projectId: string;
  readonly chunk: number;
  readonly records: readonly DataRecord[];
}

/** What an operation changed, with everything that undo and redo need. */
export type Change =
  | { readonly kind: 'records'; readonly before: readonly DataRecord[]; readonly after: readonly DataRecord[] }
  | { readonly kind: 'split'; readonly ids: readonly string[]; readonly before: readonly Split[]; readonly after: Split }
  | { readonly kind: 'tools'; readonly before: readonly ToolSpec[]; readonly after: readonly ToolSpec[] }
  /** Added the records with orders [from, to). While it is undone, they are on the shelf. */
  | {
      readonly kind: 'import';
      readonly from: number;
      readonly to: number;
      readonly tools: { readonly before: readonly ToolSpec[]; readonly after: readonly ToolSpec[] } | null;
    };

export interface StoredOperation {
  readonly projectId: string;
  /** 1-based, without gaps. */
  readonly sequence: number;
  readonly at: number;
  readonly operation: Operation;
  readonly change: Change;
}

/** The report on one file of an import. */
export interface StoredSource {
  readonly projectId: string;
  /** Of the import's operation. */
  readonly sequence: number;
  /** Of the file within the import. */
  readonly position: number;
  readonly report: SourceReport;
}

export interface StoredCheck {
  readonly projectId: string;
  /** Revision and recipe that were checked. */
  readonly revision: number;
  readonly recipeKey: string;
  readonly report: CheckReport;
}

/** A run without what has stores of its own: log, eval points, checkpoints. */
export interface StoredRun extends Omit<Run, 'log' | 'evalPoints' | 'checkpoints'> {
  /** The project's tools and revision when the run was created. The records are in `runRecords`. */
  readonly tools: readonly ToolSpec[];
  readonly revision: number;
}

/** A snapshot of the records when the run was created, trained and held-out ones: later edits do not change a resumed run. */
export interface StoredRunRecords {
  readonly runId: string;
  readonly chunk: number;
  readonly records: readonly DataRecord[];
}

/** A checkpoint file that was written and flushed. */
export interface CheckpointManifest {
  readonly runId: string;
  readonly step: number;
  /** File name below `runs/<runId>/` in OPFS. */
  readonly file: string;
  readonly bytes: number;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
}

/** `origin` is absent in models stored by the first version. */
export interface StoredModel extends ModelInfo {
  /** Milliseconds since 1970. */
  readonly addedAt: number;
  /** OPFS path → bytes. */
  readonly files: Readonly<Record<string, number>>;
  /** OPFS path → SHA-256, hex, computed while the file was stored. Absent in models stored by the first version. */
  readonly sha256?: Readonly<Record<string, string>>;
}

/** An adapter, whose tensors are one safetensors file. */
export interface StoredAdapter extends AdapterSummary {
  /** The base model as adapter_config.json names it; empty when it names none. */
  readonly baseName: string;
  /** Path of the file in OPFS. */
  readonly path: string;
  /** SHA-256 of the file, hex. */
  readonly sha256: string;
}

/** An unfinished download from a hub. Its files are where the model's will be, and their sizes tell how much has arrived. */
export interface StoredDownload {
  /** Id of the model or adapter it will become. */
  readonly id: string;
  readonly model: HubModel;
  readonly startedAt: number;
}

export interface StudioSchema extends DBSchema {
  projects: { key: string; value: StoredProject };
  chunks: { key: [projectId: string, chunk: number]; value: StoredChunk };
  operations: { key: [projectId: string, sequence: number]; value: StoredOperation };
  /** Records of undone imports: [projectId, sequence of the import, chunk]. */
  shelf: { key: [projectId: string, sequence: number, chunk: number]; value: StoredChunk & { readonly sequence: number } };
  sources: { key: [projectId: string, sequence: number, position: number]; value: StoredSource };
  checks: { key: string; value: StoredCheck };
  runs: { key: string; value: StoredRun; indexes: { byProject: string } };
  runRecords: { key: [runId: string, chunk: number]; value: StoredRunRecords };
  runLogs: { key: [runId: string, step: number]; value: { readonly runId: string; readonly step: number; readonly report: StepReport } };
  evalPoints: {
    key: [runId: string, step: number];
    value: { readonly runId: string; readonly step: number; readonly report: EvalPoint };
  };
  toolCallScores: { key: string; value: ToolCallScores };
  manifests: { key: [runId: string, step: number]; value: CheckpointManifest };
  models: { key: string; value: StoredModel };
  adapters: { key: string; value: StoredAdapter };
  downloads: { key: string; value: StoredDownload };
  settings: { key: string; value: { readonly name: string; readonly value: string | number | boolean | null } };
}

export type Database = IDBPDatabase<StudioSchema>;
