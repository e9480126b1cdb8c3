// Everything that `export` of a recipe may name.

import { type DatasetExport, datasetExporters } from './dataset-exporters';
import { type WeightsKind, weightsKinds } from './weights-kinds';

export type ExportKind = DatasetExport | WeightsKind;

export const exportKinds: readonly ExportKind[] = [...datasetExporters, ...weightsKinds].map(({ id }) => id);
