import { type JsonNode, member } from './node';

/**
 * Returns the value at a JSON pointer written as a URI fragment, `#/a/0` (RFC 6901, section 6). Returns undefined if there
 * is none, and for any other reference.
 */
export function atPointer(document: JsonNode, pointer: string): JsonNode | undefined {
  if (!pointer.startsWith('#/')) return undefined;
  let node: JsonNode | undefined = document;
  for (const part of pointer.split('/').slice(1)) {
    const key = unescaped(part);
    if (node?.kind === 'object') node = key === undefined ? undefined : member(node, key);
    else node = node?.kind === 'array' ? node.items[Number(key)] : undefined;
  }
  return node;
}

/** Returns undefined for a percent sign that encodes nothing. */
function unescaped(part: string): string | undefined {
  try {
    return decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return undefined;
  }
}
