// What keeps a plan from making rows, said of the line that a person can mend.

import { fieldsOf, type SchemaField } from '../builder/schema-form';
import type { ToolSpec } from '../record';
import { slotsOf } from './pattern';
import type { TemplatePlan, ToolTemplates } from './plan';
import { readValue, valueCheck } from './values';

export type TemplateProblem =
  | { readonly kind: 'no_tools' }
  | { readonly kind: 'bad_schema' | 'no_frames'; readonly tool: string }
  | { readonly kind: 'unknown_slot' | 'missing_slot'; readonly tool: string; readonly frame: string; readonly parameter: string }
  | { readonly kind: 'no_values'; readonly tool: string; readonly parameter: string }
  | { readonly kind: 'bad_value'; readonly tool: string; readonly parameter: string; readonly value: string };

export function templateProblems(plan: TemplatePlan, tools: readonly ToolSpec[]): readonly TemplateProblem[] {
  if (tools.length === 0) return [{ kind: 'no_tools' }];
  return tools.flatMap((tool) =>
    problemsOf(
      tool,
      plan.tools.find((templates) => templates.tool === tool.name),
    ),
  );
}

function problemsOf(tool: ToolSpec, templates: ToolTemplates | undefined): readonly TemplateProblem[] {
  const fields = fieldsOf(tool.parametersText);
  if (fields === null) return [{ kind: 'bad_schema', tool: tool.name }];
  const frames = templates?.frames ?? [];
  if (frames.length === 0) return [{ kind: 'no_frames', tool: tool.name }];
  const used = new Set(frames.flatMap(slotsOf));
  const shown = fields.filter(({ name }) => used.has(name));
  return [
    ...frames.flatMap((frame) => frameProblems(tool.name, frame, fields)),
    ...shown.flatMap((field) => valueProblems(tool, field, templates?.values[field.name] ?? [])),
  ];
}

function frameProblems(tool: string, frame: string, fields: readonly SchemaField[]): readonly TemplateProblem[] {
  const slots = slotsOf(frame);
  const unknown = slots.filter((slot) => !fields.some(({ name }) => name === slot));
  const missing = fields.filter(({ name, required }) => required && !slots.includes(name));
  return [
    ...unknown.map((parameter): TemplateProblem => ({ kind: 'unknown_slot', tool, frame, parameter })),
    ...missing.map(({ name }): TemplateProblem => ({ kind: 'missing_slot', tool, frame, parameter: name })),
  ];
}

function valueProblems(tool: ToolSpec, field: SchemaField, lines: readonly string[]): readonly TemplateProblem[] {
  const named = { tool: tool.name, parameter: field.name };
  if (lines.length === 0) return [{ kind: 'no_values', ...named }];
  const takes = valueCheck(tool);
  return lines.flatMap((line): TemplateProblem[] => {
    const value = readValue(field, line);
    return value !== null && takes(field.name, value.node) ? [] : [{ kind: 'bad_value', ...named, value: line }];
  });
}
