export type { DatasetExporter, ExportedSplit, TokenizedRecord } from './dataset-exporter';
export { type DatasetExport, datasetExporter, datasetExporters } from './dataset-exporters';
export { type ExportCheck, relativeDifference } from './export-check';
export { type ExportKind, exportKinds } from './export-kinds';
export {
  type ExportDtype,
  elementTypes,
  exportDtypes,
  isWeightsKind,
  type WeightsKind,
  weightsKind,
  weightsKinds,
  writtenType,
} from './weights-kinds';
