// Every way to export a dataset. Types, the recipe's schema and the choices on the Export screen derive from this list.

import { formats, type RowFormat } from '../formats';
import type { DatasetExporter } from './dataset-exporter';
import { tokens } from './tokens';

export const datasetExporters = [...formats.map(formatExporter), tokens];

/** Id of a dataset exporter. */
export type DatasetExport = (typeof datasetExporters)[number]['id'];

function formatExporter<Id extends string>(format: RowFormat<Id>): DatasetExporter<Id> {
  return {
    id: format.id,
    fileName: (split) => (split === 'all' ? `${format.fileStem}.jsonl` : `${format.fileStem}_${split}.jsonl`),
    shownColumns: format.shownColumns,
    usesTokenizer: false,
    openWriter:
      async ({ tools }) =>
      (record) =>
        format.write(record, tools),
  };
}

export function datasetExporter(id: DatasetExport): DatasetExporter {
  const found = datasetExporters.find((exporter) => exporter.id === id);
  if (found === undefined) throw new Error(`There is no dataset export ${id}.`);
  return found;
}
