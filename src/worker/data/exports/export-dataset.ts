// The records as JSONL in one of the formats, or as the tokens that training sees.

import { renderRecord } from '../../../core/chat-template';
import { exportFileName, writeRow } from '../../../core/formats';
import { truncateExample } from '../../../core/mask';
import type { DataRecord, Split } from '../../../core/record';
import { toolsFor } from '../../../core/tools';
import { readChunks } from '../../../storage/records';
import { type Emit, progressOf, throwIfAborted, yieldToEventLoop } from '../../progress';
import type { DatasetExport, DatasetExportResult } from '../../protocol';
import { modelIdOf } from '../models/model-id';
import type { DataContext, OpenProject } from '../project/context';
import { renderSettings, tokenizeRecord } from '../records/tokenize';

interface Written {
  readonly line: string;
  readonly lost: readonly string[];
}

/** One line of `tokens.jsonl`: `weights` 0 = not trained; cut at max_length as training cuts. */
async function tokenWriter(context: DataContext, open: OpenProject): Promise<(record: DataRecord) => Written> {
  const { recipe, tools } = open.project;
  const tokenizer = await context.tokenizer(await modelIdOf(context.database, recipe));
  const rendition = renderSettings(recipe, tokenizer, tools);
  return (record) => {
    const { text } = renderRecord({ messages: record.messages, tools: toolsFor(record, tools) }, tokenizer, recipe.format);
    const row = truncateExample(tokenizeRecord(record, rendition), recipe.train.max_length);
    const line = JSON.stringify({ id: record.id, text, input_ids: [...row.inputIds], weights: [...row.weights] });
    return { line, lost: [] };
  };
}

async function writerOf(context: DataContext, open: OpenProject, format: DatasetExport): Promise<(record: DataRecord) => Written> {
  if (format === 'tokens') return tokenWriter(context, open);
  const { tools } = open.project;
  return (record) => writeRow(format, record, tools);
}

export async function exportDataset(
  context: DataContext,
  open: OpenProject,
  { format, split }: { readonly format: DatasetExport; readonly split: Split | 'all' },
  emit: Emit,
  signal: AbortSignal,
): Promise<DatasetExportResult> {
  const { project } = open;
  const write = await writerOf(context, open, format);
  const report = progressOf(emit, 'export', project.records, context.now);
  const parts: string[] = [];
  const lost: { recordId: string; what: string }[] = [];
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
  return { fileName: exportFileName(format, split), blob: new Blob(parts, { type: 'application/jsonl' }), rows, lost };
}
