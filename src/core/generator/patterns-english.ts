// Proposes English patterns that ask for a tool.

import type { SchemaField } from '../builder';
import type { ToolSpec } from '../record';
import { asks, englishWords, otherVerb, type ToolWords } from './tool-words';
import { isMoment, valueKindOf, wordsOfName } from './value-kind';

/** A word of a parameter's name → how a sentence mentions the parameter. `$` is the slot, `NAME` the word. */
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

/** Mentions a parameter: `in {city}`, `with order id {order_id}`. */
function mention(field: SchemaField, words: ToolWords): string {
  const slot = `{${field.name}}`;
  const nameWords = wordsOfName(field.name);
  const kind = valueKindOf(field);
  for (const [pattern, phrase] of byName) {
    const word = nameWords.find((each) => pattern.test(each));
    const fits = !(isMoment(kind) && phrase.startsWith('called')) && !(kind === 'list' && phrase.startsWith('for'));
    if (word && fits) return phrase.replace('$', slot).replace('NAME', word);
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

/** Guesses the sound from the letters: a user, an hour. */
function indefiniteArticle(noun: string): string {
  const vowel = /^(?:hour|heir|honest|hono)|^[aeiou]/.test(noun) && !/^(?:uni(?!n)|us[aeu]|ut[ei]|url|eu|one)/.test(noun);
  return vowel ? 'an' : 'a';
}

/**
 * Returns patterns that mention exactly these parameters. Their number does not depend on the parameters.
 * @param fields in the schema's order
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

/** Names the thing first and lists the parameters after it. There are three, so that some are trained when one is held out. */
function namedPatterns(name: string, title: string, list: string): readonly string[] {
  if (list === '') return [`${title}, thanks`, `hey, ${title}`, `${title} now, please`];
  return [`${name}: ${list}`, `${name}, please: ${list}`, `${name} with ${list}`];
}

/** Asks for the thing, or, for a tool without an object like `search`, for what it finds. */
function askingPatterns(noun: string, thing: string, tail: string): readonly string[] {
  const questions = noun === '' ? [`what do you find ${tail}?`, `anything ${tail}?`] : [`what is ${thing}?`, `do you know ${thing}?`];
  return [...questions, `show me ${thing}`, `tell me ${thing}`, `give me ${thing}, please`, `I need ${thing}`];
}

function changingPatterns(thing: string, doing: string, inOtherWords: string): readonly string[] {
  return [`I need ${thing}`, `I want ${thing}, please`, `let us ${doing}`, `go ahead and ${doing}`, `it is time to ${inOtherWords}`];
}
