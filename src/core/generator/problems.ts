// What keeps a plan from making rows, said of the line that a person can mend.

import { fieldsOf, type SchemaField } from '../builder/schema-form';
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
    problemsOf(
      tool,
      plan.tools.find((templates) => templates.tool === tool.name),
    ),
  );
}

function problemsOf(tool: ToolSpec, templates: ToolPatterns | undefined): readonly PatternProblem[] {
  const fields = fieldsOf(tool.parametersText);
  if (fields === null) return [{ kind: 'bad_schema', tool: tool.name }];
  const patterns = templates?.patterns ?? [];
  if (patterns.length === 0) return [{ kind: 'no_patterns', tool: tool.name }];
  const used = new Set(patterns.flatMap(slotsOf));
  const shown = fields.filter(({ name }) => used.has(name));
  return [
    ...patterns.flatMap((pattern) => slotProblems(tool.name, pattern, fields)),
    ...shown.flatMap((field) => valueProblems(tool, field, templates?.values[field.name] ?? [])),
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
  const named = { tool: tool.name, parameter: field.name };
  if (lines.length === 0) return [{ kind: 'no_values', ...named }];
  const takes = valueCheck(tool);
  return lines.flatMap((line): PatternProblem[] => {
    const value = readValue(field, line);
    return value !== null && takes(field.name, value.node) ? [] : [{ kind: 'bad_value', ...named, value: line }];
  });
}
