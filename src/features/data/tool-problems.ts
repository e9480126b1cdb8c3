// What is wrong with a tool as typed. Pure.

import { toFailure } from '../../core/failure';
import { member, parseJson, textOf } from '../../core/json';
import type { ToolSpec } from '../../core/record';
import type { Dictionary } from '../../i18n';

export interface ToolProblems {
  readonly name: string | undefined;
  readonly schema: string | undefined;
}

/** Names that OpenAI's and Qwen's callers take. */
const NAME = /^[\w.-]+$/;

function nameProblem(name: string, others: readonly string[], t: Dictionary): string | undefined {
  if (name.trim() === '') return t.data.tools.nameEmpty;
  if (!NAME.test(name)) return t.data.tools.nameShape;
  return others.includes(name) ? t.data.tools.nameTaken : undefined;
}

function schemaProblem(text: string, t: Dictionary): string | undefined {
  try {
    const schema = parseJson(text);
    if (schema.kind !== 'object') return t.data.tools.schemaObject;
    const type = member(schema, 'type');
    return type !== undefined && textOf(type) !== 'object' ? t.data.tools.schemaType : undefined;
  } catch (error) {
    return t.data.tools.schemaJson(toFailure(error).message);
  }
}

export function toolProblems(tool: ToolSpec, others: readonly string[], t: Dictionary): ToolProblems {
  return { name: nameProblem(tool.name, others, t), schema: schemaProblem(tool.parametersText, t) };
}
