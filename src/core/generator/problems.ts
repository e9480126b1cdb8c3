// What keeps a plan from making records. Each problem names the line that a person can fix.

import { fieldsOf, type SchemaField } from '../builder';
import type { ToolSpec } from '../record';
import { slotsOf } from './pattern';
import type { GeneratorPlan, ToolPatterns } from './plan';
import { readValue, valueCheck } from './values';

export type PatternProblem =
  | { readonly kind: 'no_tools' }
  | { readonly kind: 'bad_schema' | 'no_patterns'; readonly tool: string }
  | { readonly kind: 'unknown_slot' | 'missing_slot'; readonly tool: string; readonly pattern: string; readonly parameter: string }
  | { readonly kind: 'no_values'; readonly tool: string; readonly parameter: string }
  | { readonly kind: 'bad_value'; readonly tool: string; readonly parameter: string; readonly value: string };

export function patternProblems(plan: GeneratorPlan, tools: readonly ToolSpec[]): readonly PatternProblem[] {
  if (tools.length === 0) return [{ kind: 'no_tools' }];
  return tools.flatMap((tool) =>
    toolProblems(
      tool,
      plan.tools.find((toolPatterns) => toolPatterns.tool === tool.name),
    ),
  );
}

function toolProblems(tool: ToolSpec, toolPatterns: ToolPatterns | undefined): readonly PatternProblem[] {
  const fields = fieldsOf(tool.parametersText);
  if (fields === null) return [{ kind: 'bad_schema', tool: tool.name }];
  const patterns = toolPatterns?.patterns ?? [];
  if (patterns.length === 0) return [{ kind: 'no_patterns', tool: tool.name }];
  const slots = new Set(patterns.flatMap(slotsOf));
  const mentioned = fields.filter(({ name }) => slots.has(name));
  return [
    ...patterns.flatMap((pattern) => slotProblems(tool.name, pattern, fields)),
    ...mentioned.flatMap((field) => valueProblems(tool, field, toolPatterns?.values[field.name] ?? [])),
  ];
}

function slotProblems(tool: string, pattern: string, fields: readonly SchemaField[]): readonly PatternProblem[] {
  const slots = slotsOf(pattern);
  const unknown = slots.filter((slot) => !fields.some(({ name }) => name === slot));
  const missing = fields.filter(({ name, required }) => required && !slots.includes(name));
  return [
    ...unknown.map((parameter): PatternProblem => ({ kind: 'unknown_slot', tool, pattern, parameter })),
    ...missing.map(({ name }): PatternProblem => ({ kind: 'missing_slot', tool, pattern, parameter: name })),
  ];
}

function valueProblems(tool: ToolSpec, field: SchemaField, lines: readonly string[]): readonly PatternProblem[] {
  const place = { tool: tool.name, parameter: field.name };
  if (lines.length === 0) return [{ kind: 'no_values', ...place }];
  const accepts = valueCheck(tool);
  return lines.flatMap((line): PatternProblem[] => {
    const value = readValue(field, line);
    return value !== null && accepts(field.name, value.node) ? [] : [{ kind: 'bad_value', ...place, value: line }];
  });
}
