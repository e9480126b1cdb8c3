// A recipe as config.yaml. Written plainly by hand, since every YAML reader must read the same values: PyYAML takes
// `2e-4` for text and `no` for false.

import type { Recipe } from './recipe';

type Value = string | number | boolean | readonly string[];

/** The file's text; `parseRecipe` reads the same recipe from it. */
export function writeRecipe(recipe: Recipe): string {
  return [
    `version: ${recipe.version}`,
    ...section('dataset', recipe.dataset),
    ...section('model', recipe.model),
    `format: ${scalar(recipe.format)}`,
    ...section('train', recipe.train),
    ...section('lora', recipe.lora),
    `export: ${value(recipe.export)}`,
    `export_dtype: ${scalar(recipe.export_dtype)}`,
    '',
  ].join('\n');
}

function section(name: string, fields: object): string[] {
  const entries: [string, Value | undefined][] = Object.entries(fields);
  return [`${name}:`, ...entries.flatMap(([key, entry]) => (entry === undefined ? [] : [`  ${key}: ${value(entry)}`]))];
}

function value(entry: Value): string {
  return typeof entry === 'object' ? `[${entry.map(scalar).join(', ')}]` : scalar(entry);
}

function scalar(entry: string | number | boolean): string {
  if (typeof entry === 'number') return number(entry);
  if (typeof entry === 'boolean') return String(entry);
  // What is plainly a word or a path stands bare; JSON's strings are YAML's double-quoted ones.
  const bare = /^[A-Za-z_][A-Za-z0-9_-]*([./][A-Za-z0-9_-]+)*$/.test(entry) && !/^(true|false|yes|no|on|off|null|y|n)$/i.test(entry);
  return bare ? entry : JSON.stringify(entry).replaceAll('\u007f', '\\u007f');
}

/** YAML 1.1 wants a point in the mantissa of `1.0e-8`. */
function number(entry: number): string {
  const text = String(entry);
  const [mantissa, exponent] = text.split('e');
  return exponent === undefined || mantissa === undefined || mantissa.includes('.') ? text : `${mantissa}.0e${exponent}`;
}
