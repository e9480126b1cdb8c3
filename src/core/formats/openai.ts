// OpenAI and TRL rows: {"messages": [...], "tools": [...]}, calls in `tool_calls` (legacy: `function_call` with `functions`).

import { arrayNode, type JsonNode, type JsonObject, member, stringNode, textOf, tryParseJson, writeCompact, writePython } from '../json';
import type { Message, NewRecord, ToolSpec } from '../record';
import { toolsFor } from '../tools';
import { withCallIds } from './call-ids';
import type { RowFormat } from './format';
import { columnsOf, extraOf, type Field, factOf, readLayout, writeObject } from './layout';
import { lostOf } from './lost';
import { messageNode, present, readMessages } from './message';
import { reject } from './rejection';
import { readToolList, toolListNode } from './tool';

type ToolsKey = 'tools' | 'functions';
/** How the source wrote the list: as a list, or as a string made by json.dumps or by JSON.stringify. */
type ToolsEncoding = 'list' | 'python' | 'compact';

interface ToolsLayout {
  readonly key: ToolsKey;
  readonly encoding: ToolsEncoding;
}

const USUAL: ToolsLayout = { key: 'tools', encoding: 'list' };

export const openai: RowFormat<'openai'> = {
  id: 'openai',
  fileStem: 'openai_toolcall',
  shownColumns: ['messages'],

  detect: (row) => member(row, 'messages') !== undefined,

  read(row) {
    const messages = readMessages(member(row, 'messages'), 'tool_calls');
    const key: ToolsKey = isThere(member(row, 'tools')) || !isThere(member(row, 'functions')) ? 'tools' : 'functions';
    const { tools, encoding } = readRowTools(member(row, key));
    const fields = fieldsOf(messages, tools, { key, encoding }, true).filter(
      (field) => field.node !== undefined || !isThere(member(row, field.key)) || field.key === key,
    );
    const { columns, layout } = readLayout(row, fields);
    return { tools, messages, repaired: false, ...extraOf(columns, { ...factsOf({ key, encoding }), '#layout': layout }) };
  },

  write(row, projectTools) {
    const facts = row.source.format === 'openai';
    const line = writePython(facts ? ownNode(row, projectTools) : foreignNode(row, projectTools));
    const columns = Object.keys(columnsOf(row.extra));
    return {
      line,
      lost: lostOf({
        columns: !facts && columns.some((key) => key === 'messages' || key === 'tools'),
      }),
    };
  },
};

/** A row of this format: as its source wrote it. A row that lists tools, if only none, keeps its list. */
function ownNode(row: NewRecord, projectTools: readonly ToolSpec[]): JsonObject {
  const layout = factOf(row.extra, '#layout');
  const borrowed = row.tools.length === 0 && !listsTools(layout);
  const encoding = layoutOfTools(row);
  const fields = borrowed ? fieldsOf(row.messages, projectTools, USUAL, true, false) : fieldsOf(row.messages, row.tools, encoding, true);
  return writeObject(fields, columnsOf(row.extra), layout);
}

/** A row of another format: calls get ids, and the project's tools stand in for tools of its own. */
function foreignNode(row: NewRecord, projectTools: readonly ToolSpec[]): JsonObject {
  return writeObject(fieldsOf(withCallIds(row.messages), toolsFor(row, projectTools), USUAL, false), columnsOf(row.extra), undefined);
}

function fieldsOf(
  messages: readonly Message[],
  tools: readonly ToolSpec[],
  { key, encoding }: ToolsLayout,
  facts: boolean,
  toolFacts = facts,
): readonly Field[] {
  const list = arrayNode(messages.map((message) => messageNode(message, 'tool_calls', facts)));
  const node = toolsNode(tools, encoding, toolFacts);
  const normal = (source: JsonNode | undefined) => toolsNode(readRowTools(source).tools, encoding, toolFacts);
  return [
    { key: 'messages', node: list, normal: () => undefined },
    { key: 'tools', node: key === 'tools' ? node : undefined, normal: key === 'tools' ? normal : () => undefined },
    { key: 'functions', node: key === 'functions' ? node : undefined, normal: key === 'functions' ? normal : () => undefined },
  ];
}

function toolsNode(tools: readonly ToolSpec[], encoding: ToolsEncoding, facts: boolean): JsonNode | undefined {
  if (tools.length === 0) return undefined;
  const list = toolListNode(tools, facts);
  if (encoding === 'list') return list;
  return stringNode(encoding === 'python' ? writePython(list) : writeCompact(list));
}

function readRowTools(node: JsonNode | undefined): { tools: ToolSpec[]; encoding: ToolsEncoding } {
  if (!isThere(node)) return { tools: [], encoding: 'list' };
  if (node?.kind !== 'string') return { tools: node === undefined ? [] : readToolList(node), encoding: 'list' };
  const list = tryParseJson(node.value);
  if (list === undefined) {
    return reject(
      'tools_shape',
      'The tools are text that holds no JSON.',
      'Write the tools as a list, or as a string that json.dumps made.',
    );
  }
  return { tools: isThere(list) ? readToolList(list) : [], encoding: node.value === writeCompact(list) ? 'compact' : 'python' };
}

/** Says something: not missing, null, an empty list or an empty text. */
function isThere(node: JsonNode | undefined): boolean {
  return present(node) !== undefined && textOf(node)?.trim() !== '';
}

function factsOf({ key, encoding }: ToolsLayout) {
  return {
    '#tools': encoding === USUAL.encoding ? undefined : JSON.stringify(encoding),
    '#tools_key': key === USUAL.key ? undefined : JSON.stringify(key),
  } as const;
}

function layoutOfTools(row: NewRecord): ToolsLayout {
  const encoding = factOf(row.extra, '#tools');
  return {
    key: factOf(row.extra, '#tools_key') === '"functions"' ? 'functions' : 'tools',
    encoding: encoding === '"python"' ? 'python' : encoding === '"compact"' ? 'compact' : 'list',
  };
}

/** Whether a layout names a list of tools that is empty: `["tools", []]`. */
function listsTools(layout: string | undefined): boolean {
  const entries = layout === undefined ? undefined : tryParseJson(layout);
  if (entries?.kind !== 'array') return false;
  return entries.items.some((entry) => entry.kind === 'array' && textOf(entry.items[0]) === 'tools' && entry.items[1]?.kind !== 'null');
}
