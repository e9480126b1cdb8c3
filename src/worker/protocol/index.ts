// The page's calls to its workers, as types. Handlers and clients are derived from these maps (rpc.ts), so a missing or
// outdated call is a compile error. All values are plain data or transferables.

export type { AdapterSummary } from '../../core/model-info';
export type { DataCalls } from './data-calls';
export type { Answer, TrainCalls, TrainEvent } from './train-calls';
export type {
  AddedModel,
  DatasetExportResult,
  DownloadView,
  Edit,
  ExportedFile,
  FoundFiles,
  FoundKind,
  FoundModel,
  GeneratedPreview,
  ImportFile,
  MeasuredPlan,
  ModelSummary,
  ProjectSummary,
  ProjectView,
  RecordFilter,
  RecordLine,
  RecordWindow,
  RunSummary,
  StorageView,
  TokenViewRequest,
} from './views';

/** The first message to each worker, which connects it to the other one. A worker started from a blob cannot know the page's address. */
export interface Connection {
  readonly connect: MessagePort;
  /** Address of the page. */
  readonly base: string;
}

/** `never` as event: the call reports nothing while it runs. */
export type Calls = Record<string, { arg: unknown; result: unknown; event: unknown }>;
