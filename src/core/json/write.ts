// Writes the lossless tree: numbers as in the source, members in order, with duplicates.

import type { JsonNode } from './node';

interface Separators {
  readonly item: string;
  readonly key: string;
}

const COMPACT: Separators = { item: ',', key: ':' };
const PYTHON: Separators = { item: ', ', key: ': ' };

/** Writes JSON without spaces. */
export function writeCompact(node: JsonNode): string {
  return write(node, COMPACT);
}

/** Writes what Python's `json.dumps(value, ensure_ascii=False)` writes, with the numbers as in the source. */
export function writePython(node: JsonNode): string {
  return write(node, PYTHON);
}

function write(node: JsonNode, separators: Separators): string {
  switch (node.kind) {
    case 'object':
      return `{${node.members
        .map(({ key, value }) => JSON.stringify(key) + separators.key + write(value, separators))
        .join(separators.item)}}`;
    case 'array':
      return `[${node.items.map((item) => write(item, separators)).join(separators.item)}]`;
    case 'string':
      // JSON.stringify escapes exactly what Python escapes with ensure_ascii=False.
      return JSON.stringify(node.value);
    case 'number':
      return node.text;
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
  }
}
