// Rows of a file to import, for tests.

import type { DataCalls, ProjectView } from '../protocol';
import type { TestCalls } from './calls';

/** One tool call, in ChatML. */
export const CHATML_ROW =
  '{"input": "<|im_start|>system\\n你是助手<|im_end|>\\n<|im_start|>user\\n查一下北京的天气<|im_end|>\\n<|im_start|>assistant\\n<function_call>{\\"name\\": \\"get_weather\\", \\"arguments\\": {\\"city\\": \\"北京\\"}}</function_call><|im_end|>"}';
/** One answer without a call, in OpenAI messages. */
export const PLAIN_ROW = '{"messages": [{"role": "user", "content": "你好"}, {"role": "assistant", "content": "你好！"}]}';

/** Creates a project and imports the rows into its training split. */
export async function importRows(data: TestCalls<DataCalls>, rows: readonly string[]): Promise<ProjectView> {
  const { id: projectId } = await data.createProject({ name: 'Test' });
  const file = new Blob([rows.join('\n')]);
  const { view } = await data.importFiles({ projectId, files: [{ name: 'rows.jsonl', file }], split: 'train' });
  return view;
}

/** Ids of the records that a filter lets through, as the table shows them. */
export async function idsIn(data: TestCalls<DataCalls>, projectId: string, filter = {}): Promise<string[]> {
  const { lines } = await data.records({ projectId, filter, from: 0, count: 1000 });
  return lines.map((line) => line.id);
}
