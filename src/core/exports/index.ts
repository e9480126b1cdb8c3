export type { DatasetExporter, ExportedSplit, TokenizedRecord } from './dataset-exporter';
export { type DatasetExport, datasetExporter, datasetExporters } from './registry';
