// YAML text to plain values, with the line of each.

import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { AppError } from '../failure';

export type Path = readonly (string | number)[];

export interface YamlDocument {
  readonly value: unknown;
  /** 1-based line of the field or item at `path`; of the nearest one above it where it is missing. */
  lineOf(path: Path): number;
}

/** Aliases a file may resolve to before it counts as an attempt to fill the memory. */
const maxAliasCount = 100;

/** @throws AppError `bad-input` with the line of the first syntax error */
export function readYaml(text: string): YamlDocument {
  const lineCounter = new LineCounter();
  const document = parseDocument(text, { lineCounter, prettyErrors: false });
  const [error] = document.errors;
  if (error) {
    const { line } = lineCounter.linePos(error.pos[0]);
    throw new AppError({
      code: 'bad-input',
      message: `Line ${line} is not YAML: ${error.message}`,
      remedy: 'Correct the line; every field stands as "name: value", indented by two spaces inside its section.',
      place: { line },
    });
  }
  return {
    value: resolved(() => document.toJS({ maxAliasCount })),
    lineOf: (path) => lineCounter.linePos(offsetOf(document.contents, path)).line,
  };
}

function resolved(read: () => unknown): unknown {
  try {
    return read();
  } catch (cause) {
    const message = `The file's aliases cannot be resolved: ${cause instanceof Error ? cause.message : String(cause)}`;
    throw new AppError({ code: 'bad-input', message, remedy: 'Write the values out instead of using aliases.' }, { cause });
  }
}

/** Where in the text the deepest part of `path` that exists begins. */
function offsetOf(root: Node | null, path: Path): number {
  let offset = 0;
  let node: unknown = root;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(({ key }) => isScalar(key) && key.value === step);
      if (!pair) break;
      if (isScalar(pair.key)) offset = pair.key.range?.[0] ?? offset;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      const item: unknown = node.items[step];
      if (isScalar(item)) offset = item.range?.[0] ?? offset;
      node = item;
    } else break;
  }
  return offset;
}
