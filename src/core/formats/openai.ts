// OpenAI and TRL rows: {"messages": [...], "tools": [...]}, calls in `tool_calls` (legacy: `function_call` with `functions`).

import { arrayNode, type JsonNode, type JsonObject, member, stringNode, textOf, tryParseJson, writeCompact, writePython } from '../json';
import type { Message, NewRecord, ToolSpec } from '../record';
import { toolsFor } from '../tools';
import { withCallIds } from './call-ids';
import { lostOf, type RowFormat } from './format';
import { columnsOf, extraOf, type Field, noteOf, readLayout, withNotesOf, withoutNotes, writeObject } from './layout';
import { messageNode, nonEmpty, readMessages } from './message';
import { reject } from './rejection';
import { readToolList, toolListNode } from './tool';

/** How a row writes its list of tools. */
interface ToolsLayout {
  readonly key: 'tools' | 'functions';
  /** As a list, or as a string made by json.dumps (`python`) or by JSON.stringify (`compact`). */
  readonly encoding: 'list' | 'python' | 'compact';
}

const USUAL: ToolsLayout = { key: 'tools', encoding: 'list' };

export const openai: RowFormat<'openai'> = {
  id: 'openai',
  fileStem: 'openai_toolcall',
  shownColumns: ['messages'],

  detect: (row) => member(row, 'messages') !== undefined,

  read(row) {
    const messages = readMessages(member(row, 'messages'), 'tool_calls');
    const key = namesTools(member(row, 'tools')) || !namesTools(member(row, 'functions')) ? 'tools' : 'functions';
    const { tools, encoding } = readRowTools(member(row, key));
    const toolsLayout: ToolsLayout = { key, encoding };
    const fields = fieldsOf(messages, tools, toolsLayout).filter(
      (field) => field.node !== undefined || !namesTools(member(row, field.key)) || field.key === key,
    );
    const { columns, layout } = readLayout(row, fields);
    return { tools, messages, repaired: false, ...extraOf(columns, { ...toolsNotes(toolsLayout), '#layout': layout }) };
  },

  write(record, projectTools) {
    const isOwn = record.source.format === openai.id;
    const columns = Object.keys(columnsOf(record.extra));
    return {
      line: writePython(isOwn ? ownNode(record, projectTools) : foreignNode(record, projectTools)),
      lost: lostOf({ columns: !isOwn && columns.some((key) => key === 'messages' || key === 'tools') }),
    };
  },
};

/** A record that this format read, in its source's layout. A row that lists tools, even none, keeps its list. */
function ownNode(record: NewRecord, projectTools: readonly ToolSpec[]): JsonObject {
  const layout = noteOf(record.extra, '#layout');
  const borrowsTools = record.tools.length === 0 && !listsTools(layout);
  const fields = borrowsTools
    ? fieldsOf(record.messages, projectTools.map(withoutNotes), USUAL)
    : fieldsOf(record.messages, record.tools, toolsLayoutOf(record));
  return writeObject(fields, columnsOf(record.extra), layout);
}

/** A record of another format: its calls get ids, and the project's tools are listed if it has none. */
function foreignNode(record: NewRecord, projectTools: readonly ToolSpec[]): JsonObject {
  const { messages, extra } = withNotesOf(openai.id, record);
  const tools = toolsFor(record, projectTools).map(withoutNotes);
  return writeObject(fieldsOf(withCallIds(messages), tools, USUAL), columnsOf(extra), undefined);
}

function fieldsOf(messages: readonly Message[], tools: readonly ToolSpec[], { key, encoding }: ToolsLayout): readonly Field[] {
  const list = arrayNode(messages.map((message) => messageNode(message, 'tool_calls')));
  const toolsField = (name: ToolsLayout['key']): Field =>
    key === name
      ? { key: name, node: toolsNode(tools, encoding), normalize: (source) => toolsNode(readRowTools(source).tools, encoding) }
      : { key: name, node: undefined, normalize: () => undefined };
  return [{ key: 'messages', node: list, normalize: () => undefined }, toolsField('tools'), toolsField('functions')];
}

function toolsNode(tools: readonly ToolSpec[], encoding: ToolsLayout['encoding']): JsonNode | undefined {
  if (tools.length === 0) return undefined;
  const list = toolListNode(tools);
  if (encoding === 'list') return list;
  return stringNode(encoding === 'python' ? writePython(list) : writeCompact(list));
}

function readRowTools(node: JsonNode | undefined): { tools: ToolSpec[]; encoding: ToolsLayout['encoding'] } {
  if (!namesTools(node)) return { tools: [], encoding: 'list' };
  if (node?.kind !== 'string') return { tools: node === undefined ? [] : readToolList(node), encoding: 'list' };
  const list = tryParseJson(node.value);
  if (list === undefined) {
    return reject('tools_shape', 'The tools are text that is not JSON.', 'Write the tools as a list, or as a string that json.dumps made.');
  }
  return { tools: namesTools(list) ? readToolList(list) : [], encoding: node.value === writeCompact(list) ? 'compact' : 'python' };
}

/** Whether a list of tools has any entry: false if it is missing, null, an empty list or blank text. */
function namesTools(node: JsonNode | undefined): boolean {
  return nonEmpty(node) !== undefined && textOf(node)?.trim() !== '';
}

function toolsNotes({ key, encoding }: ToolsLayout) {
  return {
    '#tools': encoding === USUAL.encoding ? undefined : JSON.stringify(encoding),
    '#tools_key': key === USUAL.key ? undefined : JSON.stringify(key),
  } as const;
}

function toolsLayoutOf(record: NewRecord): ToolsLayout {
  const encoding = noteOf(record.extra, '#tools');
  return {
    key: noteOf(record.extra, '#tools_key') === '"functions"' ? 'functions' : 'tools',
    encoding: encoding === '"python"' ? 'python' : encoding === '"compact"' ? 'compact' : 'list',
  };
}

/** Whether a layout has a list of tools that is empty: `["tools", []]`. */
function listsTools(layout: string | undefined): boolean {
  const entries = layout === undefined ? undefined : tryParseJson(layout);
  if (entries?.kind !== 'array') return false;
  return entries.items.some((entry) => entry.kind === 'array' && textOf(entry.items[0]) === 'tools' && entry.items[1]?.kind !== 'null');
}
