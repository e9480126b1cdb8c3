// Calls of the page to the data worker.

import type { CheckReport, Finding } from '../../core/checks';
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
import type { ExportCheck, WeightsKind } from '../../core/weights-export';
import type {
  AddedModel,
  DatasetExport,
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
  /** Sentences for templates, of all rows that do not come from templates. */
  recordPatterns: { arg: { projectId: string }; result: RecordPatterns; event: never };
  /** What the templates give for the project's tools; nothing is stored. */
  previewGenerated: { arg: { projectId: string; plan: GeneratorPlan }; result: GeneratedPreview; event: never };
  /** The templates' rows in place of those they gave before; nothing is stored while there are problems. */
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

  /** Loads a tokenizer, so that the table counts tokens. */
  loadTokenizer: { arg: { tokenizerId: string }; result: null; event: never };
  tokenView: { arg: TokenViewRequest; result: TokenViewData; event: never };
  check: { arg: { projectId: string }; result: CheckReport; event: Progress };
  plan: { arg: { projectId: string; recipe: Recipe }; result: MeasuredPlan; event: Progress };

  /**
   * @param memoryBudget bytes; decides whether layers are recomputed where the recipe leaves it open
   * @param maxTensorBytes of the device, for what the run will take there; no limit where it is not known
   */
  createRun: {
    arg: { projectId: string; recipe: Recipe; memoryBudget?: number; maxTensorBytes?: number | undefined };
    result: Run;
    event: Progress;
  };
  /** A new run of the same rows and recipe, from the beginning; whoever calls starts it. */
  duplicateRun: { arg: { runId: string }; result: Run; event: never };
  /** A new run that goes on from a kept checkpoint of another, with its rows, recipe and log up to there. */
  continueRun: { arg: { runId: string; step: number }; result: Run; event: Progress };
  run: { arg: { runId: string }; result: Run; event: never };
  renameRun: { arg: { runId: string; name: string }; result: ProjectView; event: never };
  deleteRun: { arg: { runId: string }; result: ProjectView; event: never };
  /** null until the run's answers were scored. */
  toolCallScores: { arg: { runId: string }; result: ToolCallScores | null; event: never };

  listModels: { arg: null; result: readonly ModelSummary[]; event: never };
  /** What was measured of the starter when it was made. */
  starterCard: { arg: null; result: StarterCard; event: never };
  /** What {@link addModel} would store of these files; reads the configuration and no weights. */
  inspectModel: { arg: { files: readonly ImportFile[] }; result: FoundFiles; event: never };
  /**
   * Files of a Hugging Face or a PEFT folder, or one zip of it. Paths are relative to the folder. `baseId` is the model an
   * adapter belongs to; without it the one is taken that the adapter names.
   */
  addModel: { arg: { files: readonly ImportFile[]; baseId?: string }; result: AddedModel; event: Progress };
  listAdapters: { arg: null; result: readonly AdapterSummary[]; event: never };
  /** Base and adapter as a new model of their own, F32, noted with how far it computes from the two; both stay. */
  mergeAdapter: { arg: { adapterId: string; check: ExportCheck }; result: ModelSummary; event: Progress };
  deleteAdapter: { arg: { adapterId: string }; result: null; event: never };
  /** What a hub would send. `port` leads to a network frame that may reach the hub; the worker closes it. */
  lookUpModel: { arg: { hub: Hub; name: string; revision: string; port: MessagePort }; result: FoundModel; event: never };
  /** Fetches a model or an adapter, or the rest of it. `cache` is an address on the page's own server that keeps the files for later. */
  downloadModel: { arg: { model: HubModel; port: MessagePort; cache?: string }; result: AddedModel; event: Progress };
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
