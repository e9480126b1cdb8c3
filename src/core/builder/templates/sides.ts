// Which frames and values are trained and which are held out. A value that is held out for one parameter is trained for
// none, so that a right answer on the held-out side can only be copied from the request.

import { type Random, shuffled } from '../../random';
import type { Split, ToolSpec } from '../../record';
import { fieldsOf, type SchemaField } from '../schema-form';
import type { TemplatePlan } from './plan';
import { type ParameterValue, readValue } from './values';

export type Sides<Item> = Readonly<Record<Split, readonly Item[]>>;

/** Of all frames or values. */
const HELD_OUT_SHARE = 0.25;
/** Fewer frames or values than these stand on both sides: none can be spared. */
const FEWEST_FRAMES = 4;
const FEWEST_VALUES = 5;

export interface ParameterSides {
  readonly tool: string;
  readonly parameter: string;
  readonly values: Sides<ParameterValue>;
  /** The same values on both sides: choices, and what has too few. */
  readonly shared: boolean;
}

export function frameSides(frames: readonly string[], random: Random): Sides<string> {
  if (frames.length < FEWEST_FRAMES) return { train: frames, eval: frames };
  const count = Math.floor(frames.length * HELD_OUT_SHARE);
  const mixed = shuffled(random, frames);
  return { train: mixed.slice(count), eval: mixed.slice(0, count) };
}

interface Pool {
  readonly tool: string;
  readonly field: SchemaField;
  readonly values: readonly ParameterValue[];
}

/** All parameters of the plan with their values by side. Parameters with fewer values choose first. */
export function valueSides(plan: TemplatePlan, tools: readonly ToolSpec[], random: Random): readonly ParameterSides[] {
  const pools = tools.flatMap((tool) => poolsOf(tool, plan));
  const sideOf = new Map<string, Split>(plan.trainedValues.map((text) => [text, 'train']));
  for (const { values } of pools.filter(isClosed)) for (const { text } of values) sideOf.set(text, 'train');
  const open = pools.filter((pool) => !isClosed(pool)).sort((a, b) => a.values.length - b.values.length);
  for (const { values } of open) assign(values, sideOf, random);
  return pools.map((pool) => {
    const { tool, field, values } = pool;
    const train = values.filter(({ text }) => sideOf.get(text) === 'train');
    const held = values.filter(({ text }) => sideOf.get(text) === 'eval');
    const shared = isClosed(pool) || train.length === 0 || held.length === 0;
    return { tool, parameter: field.name, values: shared ? { train: values, eval: values } : { train, eval: held }, shared };
  });
}

function poolsOf(tool: ToolSpec, plan: TemplatePlan): readonly Pool[] {
  const lines = plan.tools.find((templates) => templates.tool === tool.name)?.values ?? {};
  return (fieldsOf(tool.parametersText) ?? []).map((field) => {
    const values = (lines[field.name] ?? []).flatMap((line) => readValue(field, line) ?? []);
    return { tool: tool.name, field, values: [...new Map(values.map((value) => [value.text, value])).values()] };
  });
}

function isClosed({ field, values }: Pool): boolean {
  return field.kind === 'choice' || field.kind === 'boolean' || values.length < FEWEST_VALUES;
}

function assign(values: readonly ParameterValue[], sideOf: Map<string, Split>, random: Random): void {
  const wanted = Math.ceil(values.length * HELD_OUT_SHARE);
  let held = values.filter(({ text }) => sideOf.get(text) === 'eval').length;
  for (const { text } of shuffled(random, values)) {
    if (sideOf.has(text)) continue;
    sideOf.set(text, held < wanted ? 'eval' : 'train');
    if (held < wanted) held++;
  }
}
