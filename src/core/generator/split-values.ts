// Which patterns and values are trained and which are held out. A value that is held out for one parameter is trained for
// none, so that a right answer on the held-out side can only be copied from the request.

import { fieldsOf, type SchemaField } from '../builder/schema-form';
import { type Random, shuffled } from '../random';
import type { Split, ToolSpec } from '../record';
import { slotsOf } from './pattern';
import type { GeneratorPlan } from './plan';
import { LIST_COMMAS, type ParameterValue, readValue } from './values';

export type BySplit<Item> = Readonly<Record<Split, readonly Item[]>>;

/** Of all patterns or values. */
const HELD_OUT_SHARE = 0.25;
/** Fewer patterns or values than these stand on both sides: none can be spared. */
const FEWEST_PATTERNS = 4;
const FEWEST_VALUES = 5;

export interface ParameterValues {
  readonly tool: string;
  readonly parameter: string;
  readonly values: BySplit<ParameterValue>;
  /** The same values on both sides: choices, and what has too few. */
  readonly shared: boolean;
}

export function splitPatterns(patterns: readonly string[], random: Random): BySplit<string> {
  if (patterns.length < FEWEST_PATTERNS) return { train: patterns, eval: patterns };
  const count = Math.floor(patterns.length * HELD_OUT_SHARE);
  const mixed = shuffled(random, patterns);
  return { train: mixed.slice(count), eval: mixed.slice(0, count) };
}

interface Pool {
  readonly tool: string;
  readonly field: SchemaField;
  readonly values: readonly ParameterValue[];
}

/** All parameters that a sentence mentions, with their values by side. Parameters with fewer values choose first. */
export function splitValues(plan: GeneratorPlan, tools: readonly ToolSpec[], random: Random): readonly ParameterValues[] {
  const pools = tools.flatMap((tool) => poolsOf(tool, plan));
  const sideOf = new Map<string, Split>(plan.trainedValues.map((text) => [text, 'train']));
  for (const { field, values } of pools.filter(isClosed)) for (const { text } of values) sideOf.set(keyOf(field, text), 'train');
  const open = pools.filter((pool) => !isClosed(pool)).sort((a, b) => a.values.length - b.values.length);
  for (const { field, values } of open) {
    const keys = new Set(values.map(({ text }) => keyOf(field, text)));
    assign([...keys], sideOf, random);
  }
  return pools.map((pool) => {
    const { tool, field, values } = pool;
    const train = values.filter(({ text }) => sideOf.get(keyOf(field, text)) === 'train');
    const held = values.filter(({ text }) => sideOf.get(keyOf(field, text)) === 'eval');
    const shared = isClosed(pool) || train.length === 0 || held.length === 0;
    return { tool, parameter: field.name, values: shared ? { train: values, eval: values } : { train, eval: held }, shared };
  });
}

function poolsOf(tool: ToolSpec, plan: GeneratorPlan): readonly Pool[] {
  const { patterns = [], values: lines = {} } = plan.tools.find((templates) => templates.tool === tool.name) ?? {};
  const mentioned = new Set(patterns.flatMap(slotsOf));
  const fields = (fieldsOf(tool.parametersText) ?? []).filter(({ name }) => mentioned.has(name));
  return fields.map((field) => {
    const values = (lines[field.name] ?? []).flatMap((line) => readValue(field, line) ?? []);
    return { tool: tool.name, field, values: [...new Map(values.map((value) => [value.text, value])).values()] };
  });
}

function isClosed({ field, values }: Pool): boolean {
  const { kind } = field.item ?? field;
  return kind === 'choice' || kind === 'boolean' || values.length < FEWEST_VALUES;
}

/** The same list may be said with the commas of either language. */
function keyOf({ item }: SchemaField, text: string): string {
  return item ? text.split(LIST_COMMAS).join(', ') : text;
}

function assign(keys: readonly string[], sideOf: Map<string, Split>, random: Random): void {
  const wanted = Math.ceil(keys.length * HELD_OUT_SHARE);
  let held = keys.filter((key) => sideOf.get(key) === 'eval').length;
  for (const key of shuffled(random, keys)) {
    if (sideOf.has(key)) continue;
    sideOf.set(key, held < wanted ? 'eval' : 'train');
    if (held < wanted) held++;
  }
}
