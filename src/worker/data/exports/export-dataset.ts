// Exports the records as JSONL and reports what their lines could not hold.

import { type DatasetExport, datasetExporter, type ExportedSplit } from '../../../core/exports';
import { readChunks } from '../../../storage/records';
import { type Job, progressOf, throwIfAborted, yieldToEventLoop } from '../../progress';
import type { DatasetExportResult } from '../../protocol';
import { modelIdOf } from '../models/model-id';
import type { DataContext, OpenProject } from '../project/context';
import { renderAndTokenize, renderSettings } from '../records/tokenize';

export async function exportDataset(
  context: DataContext,
  open: OpenProject,
  { format, split }: { readonly format: DatasetExport; readonly split: ExportedSplit },
  { emit, signal }: Job,
): Promise<DatasetExportResult> {
  const { project } = open;
  const { recipe, tools } = project;
  const exporter = datasetExporter(format);
  const write = await exporter.openWriter({
    tools,
    maxLength: recipe.train.max_length,
    loadTokenizer: async () => {
      const settings = renderSettings(recipe, await context.tokenizer(await modelIdOf(context.database, recipe)), tools);
      return (record) => renderAndTokenize(record, settings);
    },
  });
  const report = progressOf(emit, 'export', project.records, context.now);
  const parts: string[] = [];
  const lost: DatasetExportResult['lost'][number][] = [];
  let rows = 0;
  let seen = 0;
  for await (const records of readChunks(context.database, project.id, project.nextOrder)) {
    const lines: string[] = [];
    for (const record of records) {
      seen += 1;
      if (split !== 'all' && record.split !== split) continue;
      const written = write(record);
      lines.push(`${written.line}\n`);
      lost.push(...written.lost.map((what) => ({ recordId: record.id, what })));
    }
    rows += lines.length;
    parts.push(lines.join(''));
    report(seen);
    await yieldToEventLoop();
    throwIfAborted(signal);
  }
  return { fileName: exporter.fileName(split), blob: new Blob(parts, { type: 'application/jsonl' }), rows, lost };
}
