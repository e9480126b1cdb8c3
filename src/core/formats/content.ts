// The content of a message: text, null, absent, or a list of text parts (read as one text; the list is kept in the layout).

import { type JsonNode, type JsonObject, member, NULL, stringNode, textOf } from '../json';
import type { Message } from '../record';
import { describe, reject } from './rejection';

export function readContent(node: JsonObject, turn: number): Pick<Message, 'content'> {
  const content = member(node, 'content');
  if (content === undefined) return {};
  if (content.kind === 'null') return { content: null };
  if (content.kind === 'string') return { content: content.value };
  if (content.kind !== 'array') {
    const remedy = 'Write the content as text, e.g. with json.dumps.';
    return reject('field_type', `"content" of message ${turn} is ${describe(content)}, not text.`, remedy, { field: 'content', turn });
  }
  const text = joinParts(content);
  if (text !== undefined) return { content: text };
  const remedy = 'Only text can be trained here: remove images, sound and other parts, or the row.';
  return reject('content_parts', `"content" of message ${turn} is a list with parts that are not text.`, remedy, { turn });
}

/** The text of a list of `{type: "text", text}` parts; undefined when some part is something else. */
function joinParts(content: JsonNode): string | undefined {
  if (content.kind !== 'array') return undefined;
  const texts: string[] = [];
  for (const part of content.items) {
    const text = part.kind === 'object' && textOf(member(part, 'type')) === 'text' ? textOf(member(part, 'text')) : undefined;
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return texts.join('');
}

export function contentNode(message: Message): JsonNode | undefined {
  if (message.content === undefined) return undefined;
  return message.content === null ? NULL : stringNode(message.content);
}

export function normalContent(source: JsonNode | undefined): JsonNode | undefined {
  const text = source === undefined ? undefined : joinParts(source);
  return text === undefined ? source : stringNode(text);
}
