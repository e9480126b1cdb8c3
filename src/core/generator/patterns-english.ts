// English sentences that ask for a tool, with `{parameter}` slots.

import type { SchemaField } from '../builder/schema-form';
import type { ToolSpec } from '../record';
import { asks, englishWords, otherVerb, type ToolWords } from './tool-words';
import { isMoment, valueKindOf, wordsOfName } from './value-kind';

/** Words of a parameter's name → how a sentence mentions it. `$` is the slot. */
const byName: readonly (readonly [pattern: RegExp, phrase: string])[] = [
  [/^(from|origin|source|departure|start)$/, 'from $'],
  [/^(to|destination|target|recipient|receiver|arrival)$/, 'to $'],
  [/^(unit|units)$/, 'in $'],
  [/^(until|end|deadline)$/, 'until $'],
  [/^(people|guests|passengers|persons)$/, 'for $ people'],
  [/^(days|nights|hours|minutes|seconds)$/, 'for $ NAME'],
  [/^(restaurant|hotel|shop|store|school|museum|cinema|bank|library)$/, 'at $'],
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
    const fits = !(isMoment(kind) && phrase.startsWith('called')) && !(kind === 'list' && phrase.startsWith('for'));
    if (hit && fits) return phrase.replace('$', slot).replace('NAME', hit);
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
    case 'iso_time':
    case 'iso_date_time':
      return `at ${slot}`;
    case 'iso_duration':
      return `for ${slot}`;
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

/** By sound, as far as letters tell it: a user, an hour. */
function indefiniteArticle(noun: string): string {
  const vowel = /^(?:hour|heir|honest|hono)|^[aeiou]/.test(noun) && !/^(?:uni(?!n)|us[aeu]|ut[ei]|url|eu|one)/.test(noun);
  return vowel ? 'an' : 'a';
}

/**
 * Patterns that mention just these parameters.
 * @param fields in the order of the schema
 */
export function englishPatterns(tool: ToolSpec, fields: readonly SchemaField[]): readonly string[] {
  const words = englishWords(tool);
  const { verb, noun } = words;
  const plural = noun.endsWith('s');
  const article = asks(words) || plural ? 'the' : indefiniteArticle(noun);
  const object = noun === '' ? '' : join(article, noun);
  const mentions = fields.map((field) => mention(field, words));
  const tail = mentions.join(' ');
  const list = fields.map((field) => `${labelOf(field)} {${field.name}}`).join(', ');
  const doing = join(verb, object, tail);
  const inOtherWords = join(otherVerb(words), object, tail);
  const backwards = join(verb, object, mentions.toReversed().join(' '));
  const thing = join(object || 'results', tail);
  const title = join(noun || verb, tail);
  const form = list === '' ? `${join(verb, noun)} now` : `${join(verb, noun)}: ${list}`;
  return [
    doing,
    `please ${doing}`,
    `can you ${doing}?`,
    `could you ${doing}, please?`,
    `I want to ${backwards}`,
    `I would like to ${doing}`,
    `help me ${inOtherWords}`,
    `I need to ${doing}`,
    `hey, ${backwards}`,
    `${doing}, thanks`,
    `can you ${inOtherWords}?`,
    `please ${inOtherWords}, thanks`,
    form,
    `please ${form}`,
    ...namedPatterns(noun || verb, title, list),
    title,
    `${title}, please`,
    ...(asks(words) ? askingPatterns(noun, thing, tail) : changingPatterns(thing, doing, inOtherWords)),
  ].map(sentence);
}

/** What is wanted first, then its parameters as a form has them: three, so that holding one out leaves others to learn from. */
function namedPatterns(name: string, title: string, list: string): readonly string[] {
  if (list === '') return [`${title}, thanks`, `hey, ${title}`, `${title} now, please`];
  return [`${name}: ${list}`, `${name}, please: ${list}`, `${name} with ${list}`];
}

/** `What is the weather in {city}?`; a tool without an object, such as a search, gives what it finds. */
function askingPatterns(noun: string, thing: string, tail: string): readonly string[] {
  const questions = noun === '' ? [`what do you find ${tail}?`, `anything ${tail}?`] : [`what is ${thing}?`, `do you know ${thing}?`];
  return [...questions, `show me ${thing}`, `tell me ${thing}`, `give me ${thing}, please`, `I need ${thing}`];
}

function changingPatterns(thing: string, doing: string, inOtherWords: string): readonly string[] {
  return [`I need ${thing}`, `I want ${thing}, please`, `let us ${doing}`, `go ahead and ${doing}`, `it is time to ${inOtherWords}`];
}
