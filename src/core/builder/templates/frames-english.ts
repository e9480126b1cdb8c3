// English sentences that ask for a tool, with `{parameter}` slots.

import type { ToolSpec } from '../../record';
import type { SchemaField } from '../schema-form';
import { asks, englishWords, type ToolWords } from './tool-words';
import { valueKindOf, wordsOfName } from './value-kind';

/** Words of a parameter's name → how a sentence mentions it. `$` is the slot. */
const byName: readonly (readonly [pattern: RegExp, phrase: string])[] = [
  [/^(from|origin|source|departure|start)$/, 'from $'],
  [/^(to|destination|target|recipient|receiver|arrival)$/, 'to $'],
  [/^(unit|units)$/, 'in $'],
  [/^(until|end|deadline)$/, 'until $'],
  [/^(people|guests|passengers|persons)$/, 'for $ people'],
  [/^(days|nights|hours|minutes|seconds)$/, 'for $ NAME'],
  [/^(title|name|label)$/, 'called $'],
  [/^(artist|author|singer|writer)$/, 'by $'],
];

function labelOf({ name }: SchemaField): string {
  return wordsOfName(name).join(' ');
}

/** `in {city}`, `order id {order_id}`. */
function mention(field: SchemaField, words: ToolWords): string {
  const slot = `{${field.name}}`;
  const names = wordsOfName(field.name);
  const kind = valueKindOf(field);
  for (const [pattern, phrase] of byName) {
    const hit = names.find((name) => pattern.test(name));
    const closed = kind === 'date' || kind === 'iso_date' || kind === 'time';
    if (hit && !(closed && phrase.startsWith('called'))) return phrase.replace('$', slot).replace('NAME', hit);
  }
  switch (kind) {
    case 'place':
      return `in ${slot}`;
    case 'person':
    case 'email':
    case 'phone':
      return asks(words) ? `for ${slot}` : `to ${slot}`;
    case 'date':
    case 'iso_date':
      return `on ${slot}`;
    case 'time':
      return `at ${slot}`;
    case 'phrase':
      return words.noun === '' ? `for ${slot}` : `about ${slot}`;
    case 'message':
      return `saying ${slot}`;
    case 'boolean':
      return `with ${labelOf(field)}: ${slot}`;
    default:
      return `with ${labelOf(field)} ${slot}`;
  }
}

function join(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

function sentence(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/**
 * Frames that mention just these parameters.
 * @param fields in the order of the schema
 */
export function englishFrames(tool: ToolSpec, fields: readonly SchemaField[]): readonly string[] {
  const words = englishWords(tool);
  const { verb, noun } = words;
  const plural = noun.endsWith('s');
  const article = noun === '' ? '' : asks(words) || plural ? 'the' : /^[aeiou]/.test(noun) ? 'an' : 'a';
  const object = join(article, noun);
  const mentions = fields.map((field) => mention(field, words));
  const tail = mentions.join(' ');
  const list = fields.map((field) => `${labelOf(field)} {${field.name}}`).join(', ');
  const back = mentions.toReversed().join(' ');
  const bare = join(verb, noun);
  const asking = asks(words)
    ? [
        `what is ${join(object || 'the result', tail)}?`,
        `show me ${join(object || 'results', tail)}`,
        `I need ${join(object || 'results', tail)}`,
      ]
    : [`I would like to ${join(verb, object, tail)}`, `help me ${join(verb, object, tail)}`, `we need to ${join(verb, object, tail)}`];
  return [
    join(verb, object, tail),
    `please ${join(verb, object, tail)}`,
    `can you ${join(verb, object, tail)}?`,
    `I want to ${join(verb, object, back)}`,
    `could you ${join(verb, object, tail)}, please?`,
    ...asking,
    list === '' ? `${bare} now` : `${bare}: ${list}`,
    list === '' ? `${bare}, thanks` : `${join(noun || verb, tail)}, please`,
  ].map(sentence);
}
