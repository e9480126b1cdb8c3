// The calls that cross a worker boundary, as types. Handlers and clients are derived from these maps (rpc.ts), so a
// missing or drifted call is a compile error. All values are plain data or transferables.

import type { Hub, HubModel } from '../core/hub';
import type { OpenRequest } from '../core/memory';
import type { ModelOrigin } from '../core/model-origin';
import type { LoraSettings, Recipe } from '../core/recipe/recipe';
import type { DataRecord, Message, Split, ToolSpec } from '../core/record';
import type { CheckReport, Evaluation, Finding, LensView, Notice, Progress, SourceReport } from '../core/report';
import type { StarterCard } from '../core/starter-card';
import type { PromptFormat } from '../core/tokenizer';
import type { DeviceInfo, EvalReport, Run, RunState, SkippedStep, StepReport, TrainingPlan } from '../core/training';
import type { ElementType } from '../core/weights';
import type { ExportCheck, WeightsKind } from '../core/weights-export';

/** `never` as event: the call reports nothing on its way. */
export type Calls = Record<string, { arg: unknown; result: unknown; event: unknown }>;

// ---- projects and records (page → data worker) ------------------------------------------------------------------

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
  /** Label of the operation that undo / redo would act on; null = nothing to undo. */
  readonly undo: string | null;
  readonly redo: string | null;
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
  readonly handedOn: number | null;
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

export interface ModelSummary {
  /** `starter` and `from-zero` are part of the page. */
  readonly id: string;
  readonly name: string;
  readonly architecture: string;
  readonly parameters: number;
  readonly bytes: number;
  readonly vocabularySize: number;
  /** True for a model that is trained from zero in the tab. */
  readonly fromZero: boolean;
  readonly hasChatTemplate: boolean;
  /** Absent for built-in models, and where it was not noted. */
  readonly origin?: ModelOrigin;
  /** Milliseconds since 1970; absent for built-in models. */
  readonly addedAt?: number;
}

/** An adapter that is stored beside the model it was trained on. */
export interface AdapterSummary {
  readonly id: string;
  readonly name: string;
  /** Id of the base model. */
  readonly baseId: string;
  readonly settings: LoraSettings;
  readonly bytes: number;
  readonly origin: ModelOrigin;
  /** Milliseconds since 1970. */
  readonly addedAt: number;
}

/** What came out of the files of a folder: a model, or an adapter and the stored model it belongs to. */
export interface AddedModel {
  readonly model: ModelSummary;
  readonly adapter: AdapterSummary | null;
}

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

export interface MeasuredPlan extends TrainingPlan {
  /** What the largest batch asks of the device. */
  readonly memory: OpenRequest;
}

export type DatasetExport = 'chatml' | 'common' | 'openai' | 'tokens';

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

export interface LensRequest {
  readonly messages: readonly Message[];
  readonly tools: readonly ToolSpec[];
  /** Model whose tokenizer and template are shown, or a real Qwen tokenizer shipped with the studio. */
  readonly tokenizerId: string;
  readonly format: PromptFormat;
  readonly maxLength: number;
}

export type DataCalls = {
  listProjects: { arg: null; result: readonly ProjectSummary[]; event: never };
  createProject: { arg: { name: string }; result: ProjectView; event: never };
  /** Takes the project's lock for this tab; fails with `in-use` when another tab holds it. */
  openProject: { arg: { projectId: string }; result: ProjectView; event: never };
  renameProject: { arg: { projectId: string; name: string }; result: ProjectView; event: never };
  deleteProject: { arg: { projectId: string }; result: null; event: never };
  /** Creates a project named `title` from the sample in `public/samples/<name>`. */
  openSample: { arg: { name: string; title?: string }; result: ProjectView; event: Progress };
  project: { arg: { projectId: string }; result: ProjectView; event: never };

  importFiles: {
    arg: { projectId: string; files: readonly ImportFile[]; split?: Split };
    result: { view: ProjectView; reports: readonly SourceReport[] };
    event: Progress;
  };
  records: { arg: { projectId: string; filter: RecordFilter; from: number; count: number }; result: RecordWindow; event: never };
  /** Ids of all records the filter lets through, in order: for choosing all of them. */
  recordIds: { arg: { projectId: string; filter: RecordFilter }; result: readonly string[]; event: never };
  record: {
    arg: { projectId: string; id: string };
    result: { record: DataRecord; findings: readonly Finding[]; position: number };
    event: never;
  };
  edit: { arg: { projectId: string; edit: Edit }; result: { view: ProjectView; ids: readonly string[] }; event: never };
  undo: { arg: { projectId: string }; result: ProjectView; event: never };
  redo: { arg: { projectId: string }; result: ProjectView; event: never };
  setRecipe: { arg: { projectId: string; recipe: Recipe }; result: ProjectView; event: never };

  lens: { arg: LensRequest; result: LensView; event: never };
  check: { arg: { projectId: string }; result: CheckReport; event: Progress };
  plan: { arg: { projectId: string; recipe: Recipe }; result: MeasuredPlan; event: Progress };

  /** @param memoryBudget bytes; decides whether layers are recomputed where the recipe leaves it open */
  createRun: { arg: { projectId: string; recipe: Recipe; memoryBudget?: number }; result: Run; event: Progress };
  /** A new run of the same rows and recipe, from the beginning; whoever calls starts it. */
  duplicateRun: { arg: { runId: string }; result: Run; event: never };
  /** A new run that goes on from a kept checkpoint of another, with its rows, recipe and log up to there. */
  forkRun: { arg: { runId: string; step: number }; result: Run; event: Progress };
  run: { arg: { runId: string }; result: Run; event: never };
  renameRun: { arg: { runId: string; name: string }; result: ProjectView; event: never };
  deleteRun: { arg: { runId: string }; result: ProjectView; event: never };
  evaluation: { arg: { runId: string }; result: Evaluation | null; event: never };

  listModels: { arg: null; result: readonly ModelSummary[]; event: never };
  /** What was measured of the starter when it was made. */
  starterCard: { arg: null; result: StarterCard; event: never };
  /**
   * Files of a Hugging Face or a PEFT folder, or one zip of it. Paths are relative to the folder. `baseId` is the model an
   * adapter belongs to; without it the one is taken that the adapter names.
   */
  addModel: { arg: { files: readonly ImportFile[]; baseId?: string }; result: AddedModel; event: Progress };
  listAdapters: { arg: null; result: readonly AdapterSummary[]; event: never };
  /** Base and adapter as a new model of their own, F32; both stay. */
  mergeAdapter: { arg: { adapterId: string }; result: ModelSummary; event: Progress };
  deleteAdapter: { arg: { adapterId: string }; result: null; event: never };
  /** What a hub would send. `port` leads to a network frame that may reach the hub; the worker closes it. */
  lookUpModel: { arg: { hub: Hub; name: string; revision: string; port: MessagePort }; result: HubModel; event: never };
  /** Fetches a model, or the rest of it. */
  downloadModel: { arg: { model: HubModel; port: MessagePort }; result: ModelSummary; event: Progress };
  listDownloads: { arg: null; result: readonly DownloadView[]; event: never };
  discardDownload: { arg: { id: string }; result: null; event: never };
  deleteModel: { arg: { modelId: string }; result: null; event: never };

  exportDataset: { arg: { projectId: string; format: DatasetExport; split: Split | 'all' }; result: DatasetExportResult; event: Progress };
  /**
   * What the run trained as a Hugging Face folder, zipped: the whole model (with LoRA, base and adapter merged), or the
   * adapter alone as a PEFT folder, always F32. Above 4 GB there is one zip for each file of weights.
   */
  exportModel: {
    arg: { runId: string; kind: WeightsKind; dtype: ElementType; check?: ExportCheck };
    result: readonly ExportedFile[];
    event: Progress;
  };

  storage: { arg: null; result: StorageView; event: never };
  persist: { arg: null; result: StorageView; event: never };
  /** Answers whether a fetch to `url` went through: tests prove with it that the policy reaches this worker. */
  probe: { arg: { url: string }; result: boolean; event: never };
};

// ---- training (page → train worker) -------------------------------------------------------------------------------

export type TrainEvent =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'device'; readonly device: DeviceInfo }
  | { readonly kind: 'step'; readonly report: StepReport; readonly tokensPerSecond: number; readonly secondsLeft: number | null }
  | { readonly kind: 'skipped'; readonly skip: SkippedStep }
  /** Something the person should know, after which training goes on. */
  | { readonly kind: 'notice'; readonly notice: Notice }
  | { readonly kind: 'evaluation'; readonly report: EvalReport }
  /**
   * A checkpoint was saved; or, before the first step of this session, the one it goes on from, with the newer ones
   * whose files were damaged (lost, cut or changed) and could not be used.
   */
  | { readonly kind: 'checkpoint'; readonly step: number; readonly damaged?: readonly DamagedCheckpoint[] };

export interface DamagedCheckpoint {
  readonly step: number;
  readonly problem: 'missing' | 'wrong_length' | 'wrong_checksum';
}

export interface Answer {
  readonly text: string;
  readonly seconds: number;
  readonly tokens: number;
}

export type TrainCalls = {
  /** Gives the worker its port to the data worker and the page's address. Must be first. */
  connect: { arg: { port: MessagePort; base: string }; result: null; event: never };
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
  evaluate: { arg: { runId: string }; result: Evaluation; event: Progress };
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
  probe: { arg: { url: string }; result: boolean; event: never };
};
