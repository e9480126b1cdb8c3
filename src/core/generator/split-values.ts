// Splits patterns and values into trained and held-out ones. A value held out for one parameter is trained for none, so a
// model can answer a held-out request only by copying from it.

import { fieldsOf, type SchemaField } from '../builder';
import { type Random, shuffled } from '../random';
import type { Split, ToolSpec } from '../record';
import { slotsOf } from './pattern';
import type { GeneratorPlan } from './plan';
import { LIST_COMMAS, type ParameterValue, readValue } from './values';

export type BySplit<Item> = Readonly<Record<Split, readonly Item[]>>;

/** Share of patterns, and of values, that is held out. */
const HELD_OUT_SHARE = 0.25;
/** With fewer patterns or values than this, both splits get all of them. */
const FEWEST_PATTERNS = 4;
const FEWEST_VALUES = 5;

/** The values of one parameter by split. */
export interface ParameterValues {
  readonly tool: string;
  readonly parameter: string;
  readonly values: BySplit<ParameterValue>;
  /** Both splits have the same values: choices, booleans, and parameters with too few values. */
  readonly shared: boolean;
}

export function splitPatterns(patterns: readonly string[], random: Random): BySplit<string> {
  if (patterns.length < FEWEST_PATTERNS) return { train: patterns, eval: patterns };
  const count = Math.floor(patterns.length * HELD_OUT_SHARE);
  const mixed = shuffled(random, patterns);
  return { train: mixed.slice(count), eval: mixed.slice(0, count) };
}

/** A parameter with all its values. */
interface Pool {
  readonly tool: string;
  readonly field: SchemaField;
  readonly values: readonly ParameterValue[];
}

/** Splits the values of all parameters that a pattern mentions. Parameters with fewer values choose first. */
export function splitValues(plan: GeneratorPlan, tools: readonly ToolSpec[], random: Random): readonly ParameterValues[] {
  const pools = tools.flatMap((tool) => poolsOf(tool, plan));
  const splitOf = new Map<string, Split>(plan.trainedValues.map((text) => [text, 'train']));
  for (const { field, values } of pools.filter(isShared)) for (const { text } of values) splitOf.set(keyOf(field, text), 'train');
  const separate = pools.filter((pool) => !isShared(pool)).sort((a, b) => a.values.length - b.values.length);
  for (const { field, values } of separate) {
    const keys = new Set(values.map(({ text }) => keyOf(field, text)));
    assignSplits([...keys], splitOf, random);
  }
  return pools.map((pool) => {
    const { tool, field, values } = pool;
    const train = values.filter(({ text }) => splitOf.get(keyOf(field, text)) === 'train');
    const heldOut = values.filter(({ text }) => splitOf.get(keyOf(field, text)) === 'eval');
    const shared = isShared(pool) || train.length === 0 || heldOut.length === 0;
    return { tool, parameter: field.name, values: shared ? { train: values, eval: values } : { train, eval: heldOut }, shared };
  });
}

function poolsOf(tool: ToolSpec, plan: GeneratorPlan): readonly Pool[] {
  const { patterns = [], values: lines = {} } = plan.tools.find((toolPatterns) => toolPatterns.tool === tool.name) ?? {};
  const mentioned = new Set(patterns.flatMap(slotsOf));
  const fields = (fieldsOf(tool.parametersText) ?? []).filter(({ name }) => mentioned.has(name));
  return fields.map((field) => {
    const values = (lines[field.name] ?? []).flatMap((line) => readValue(field, line) ?? []);
    return { tool: tool.name, field, values: [...new Map(values.map((value) => [value.text, value])).values()] };
  });
}

function isShared({ field, values }: Pool): boolean {
  const { kind } = field.item ?? field;
  return kind === 'choice' || kind === 'boolean' || values.length < FEWEST_VALUES;
}

/** Returns one key for a list however it is written: the commas of both languages count as the same. */
function keyOf({ item }: SchemaField, text: string): string {
  return item ? text.split(LIST_COMMAS).join(', ') : text;
}

/** Assigns each key that has no split yet, until a {@link HELD_OUT_SHARE} of all keys is held out. */
function assignSplits(keys: readonly string[], splitOf: Map<string, Split>, random: Random): void {
  const wanted = Math.ceil(keys.length * HELD_OUT_SHARE);
  let heldOut = keys.filter((key) => splitOf.get(key) === 'eval').length;
  for (const key of shuffled(random, keys)) {
    if (splitOf.has(key)) continue;
    splitOf.set(key, heldOut < wanted ? 'eval' : 'train');
    if (heldOut < wanted) heldOut++;
  }
}
