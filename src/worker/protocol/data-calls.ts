// The page's calls to the data worker.

import type { CheckReport, Finding } from '../../core/checks';
import type { DatasetExport, ExportCheck, ExportedSplit, WeightsKind } from '../../core/exports';
import type { GeneratorPlan, RecordPatterns } from '../../core/generator';
import type { Hub, HubModel } from '../../core/hub';
import type { TokenViewData } from '../../core/mask';
import type { ToolCallScores } from '../../core/metrics';
import type { AdapterSummary } from '../../core/model-info';
import type { Progress } from '../../core/notice';
import type { Recipe } from '../../core/recipe';
import type { DataRecord, Split } from '../../core/record';
import type { SourceReport } from '../../core/source-report';
import type { StarterCard } from '../../core/starter-card';
import type { Run } from '../../core/training';
import type { ElementType } from '../../core/weights';
import type {
  AddedModel,
  DatasetExportResult,
  DownloadView,
  Edit,
  ExportedFile,
  FoundFiles,
  FoundModel,
  GeneratedPreview,
  ImportFile,
  MeasuredPlan,
  ModelSummary,
  ProjectSummary,
  ProjectView,
  RecordFilter,
  RecordWindow,
  StorageView,
  TokenViewRequest,
} from './views';

export type DataCalls = {
  listProjects: { arg: null; result: readonly ProjectSummary[]; event: never };
  createProject: { arg: { name: string }; result: ProjectView; event: never };
  /** Locks the project for this tab and closes the one that was open. Fails with `in-use` when another tab has it. */
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
  /** Returns the ids of all records that match the filter, in order, so that all can be selected. */
  recordIds: { arg: { projectId: string; filter: RecordFilter }; result: readonly string[]; event: never };
  /** Derives patterns from all records that were not generated. */
  recordPatterns: { arg: { projectId: string }; result: RecordPatterns; event: never };
  /** Returns what the generator would make for the project's tools. Stores nothing. */
  previewGenerated: { arg: { projectId: string; plan: GeneratorPlan }; result: GeneratedPreview; event: never };
  /** Generates records in place of those generated before. Stores nothing while the plan has problems. */
  generateRecords: { arg: { projectId: string; plan: GeneratorPlan }; result: { view: ProjectView; rows: GeneratedPreview }; event: never };
  record: {
    arg: { projectId: string; id: string };
    result: { record: DataRecord; findings: readonly Finding[]; position: number };
    event: never;
  };
  edit: { arg: { projectId: string; edit: Edit }; result: { view: ProjectView; ids: readonly string[] }; event: never };
  undo: { arg: { projectId: string }; result: ProjectView; event: never };
  redo: { arg: { projectId: string }; result: ProjectView; event: never };
  setRecipe: { arg: { projectId: string; recipe: Recipe }; result: ProjectView; event: never };

  /** Loads a tokenizer, after which the table shows token counts. */
  loadTokenizer: { arg: { tokenizerId: string }; result: null; event: never };
  tokenView: { arg: TokenViewRequest; result: TokenViewData; event: never };
  check: { arg: { projectId: string }; result: CheckReport; event: Progress };
  plan: { arg: { projectId: string; recipe: Recipe }; result: MeasuredPlan; event: Progress };

  /**
   * Creates a run on a snapshot of the records. Fails with `blocked` while they have errors.
   * @param memoryBudget bytes; decides whether layers are recomputed when the recipe leaves it open
   * @param maxTensorBytes largest tensor of the device, needed to plan the memory; unlimited when unknown
   */
  createRun: {
    arg: { projectId: string; recipe: Recipe; memoryBudget?: number; maxTensorBytes?: number | undefined };
    result: Run;
    event: Progress;
  };
  /** Creates a run with the same records and recipe, at step 0. The caller starts it. */
  duplicateRun: { arg: { runId: string }; result: Run; event: never };
  /** Creates a run that continues from a checkpoint of another one, with its records, its recipe and its log up to there. */
  continueRun: { arg: { runId: string; step: number }; result: Run; event: Progress };
  run: { arg: { runId: string }; result: Run; event: never };
  renameRun: { arg: { runId: string; name: string }; result: ProjectView; event: never };
  deleteRun: { arg: { runId: string }; result: ProjectView; event: never };
  /** null until the run's answers were scored. */
  toolCallScores: { arg: { runId: string }; result: ToolCallScores | null; event: never };

  listModels: { arg: null; result: readonly ModelSummary[]; event: never };
  /** Returns what was measured of the starter when it was trained. */
  starterCard: { arg: null; result: StarterCard; event: never };
  /** Returns what `addModel` would store of these files. Reads the configuration and no weights. */
  inspectModel: { arg: { files: readonly ImportFile[] }; result: FoundFiles; event: never };
  /**
   * Adds the files of a Hugging Face or PEFT folder, or one zip of it. Paths are relative to the folder. `baseId` is the
   * base model of an adapter; without it, the model that the adapter names is used.
   */
  addModel: { arg: { files: readonly ImportFile[]; baseId?: string }; result: AddedModel; event: Progress };
  listAdapters: { arg: null; result: readonly AdapterSummary[]; event: never };
  /** Stores base model and adapter as a new model, F32, with the result of `checkMerge`. Both originals stay. */
  mergeAdapter: { arg: { adapterId: string; check: ExportCheck }; result: ModelSummary; event: Progress };
  deleteAdapter: { arg: { adapterId: string }; result: null; event: never };
  /** Looks up what a hub would send. `port` leads to a network frame that may reach the hub; the worker closes it. */
  lookUpModel: { arg: { hub: Hub; name: string; revision: string; port: MessagePort }; result: FoundModel; event: never };
  /** Downloads a model or an adapter, or the remaining part of one. `cache` is an address on the page's own server that keeps the files. */
  downloadModel: { arg: { model: HubModel; port: MessagePort; cache?: string }; result: AddedModel; event: Progress };
  listDownloads: { arg: null; result: readonly DownloadView[]; event: never };
  discardDownload: { arg: { id: string }; result: null; event: never };
  deleteModel: { arg: { modelId: string }; result: null; event: never };

  exportDataset: { arg: { projectId: string; format: DatasetExport; split: ExportedSplit }; result: DatasetExportResult; event: Progress };
  /**
   * Exports what the run trained as a zip: the whole model as a Hugging Face folder (with LoRA, base model and adapter
   * merged), or only the adapter as a PEFT folder, always F32. Above 4 GB there is one zip for each file of weights.
   */
  exportModel: {
    arg: { runId: string; kind: WeightsKind; dtype: ElementType; check?: ExportCheck };
    result: readonly ExportedFile[];
    event: Progress;
  };

  storage: { arg: null; result: StorageView; event: never };
  /** Notes that the page asked the browser for persistent storage. */
  persist: { arg: null; result: StorageView; event: never };
  /** Returns whether a fetch to `url` went through. Tests prove with it that the page's policy reaches this worker. */
  probe: { arg: { url: string }; result: boolean; event: never };
};
