// Runs all checks over the records of a project.

import { AppError } from '../failure';
import { type JsonNode, tryParseJson } from '../json';
import type { Call, DataRecord, ToolSpec } from '../record';
import { toolsFor } from '../tools';
import type { CheckContext, ExampleLengths, Finding } from './check';
import { type CompiledTool, compileTool } from './compile-tool';
import { checks } from './registry';

interface CheckInput {
  readonly records: readonly DataRecord[];
  readonly projectTools: readonly ToolSpec[];
  readonly maxLength: number;
  /** Throws AppError if the record cannot be rendered. */
  readonly tokenized: (record: DataRecord) => ExampleLengths;
}

export interface CheckReport {
  readonly records: number;
  /** Ids of all checks that ran, with or without findings. */
  readonly checks: readonly string[];
  readonly findings: readonly Finding[];
  /** Tokens of each record's example, in record order; 0 if the record cannot be rendered. */
  readonly lengths: readonly number[];
  readonly maxLength: number;
  /** Errors stop training. */
  readonly errors: number;
  readonly warnings: number;
}

/** Runs every check over every record. */
export function checkRecords(input: CheckInput): CheckReport {
  const context = contextOf(input);
  const findings = checks.flatMap(({ id, severity, run }) =>
    [...run(context)].map((found): Finding => ({ recordId: '', ...found, check: id, severity })),
  );
  const errors = findings.filter(({ severity }) => severity === 'error').length;
  return {
    records: input.records.length,
    checks: checks.map(({ id }) => id),
    findings,
    lengths: input.records.map((record) => {
      const lengths = context.lengthsOf(record);
      // The check `renders` reports why.
      return lengths instanceof AppError ? 0 : lengths.length;
    }),
    maxLength: input.maxLength,
    errors,
    warnings: findings.length - errors,
  };
}

/** Returns the lengths of a record's example, or why it has none. */
function measure(record: DataRecord, tokenized: CheckInput['tokenized']): ExampleLengths | AppError {
  try {
    return tokenized(record);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** Compiles each schema, measures each record and parses the arguments of each call once. */
function contextOf({ records, projectTools, maxLength, tokenized }: CheckInput): CheckContext {
  const compiled = new Map<string, CompiledTool>();
  const compile = (tool: ToolSpec): CompiledTool => {
    const key = `${tool.name}\n${tool.parametersText}`;
    const known = compiled.get(key) ?? compileTool(tool);
    compiled.set(key, known);
    return known;
  };
  // Reversed, so that the first of several tools with one name counts.
  const byName = (tools: readonly ToolSpec[]) => new Map([...tools].reverse().map((tool) => [tool.name, compile(tool)]));
  const ofProject = byName(projectTools);
  const ofRecord = new WeakMap<DataRecord, ReadonlyMap<string, CompiledTool>>();
  const parsed = new WeakMap<Call, JsonNode | null>();
  const measured = new WeakMap<DataRecord, ExampleLengths | AppError>();
  return {
    records,
    maxLength,
    lengthsOf: (record) => {
      const lengths = measured.get(record) ?? measure(record, tokenized);
      measured.set(record, lengths);
      return lengths;
    },
    toolSpecsOf: (record) => toolsFor(record, projectTools),
    toolsOf: (record) => {
      if (record.tools.length === 0) return ofProject;
      const tools = ofRecord.get(record) ?? byName(record.tools);
      ofRecord.set(record, tools);
      return tools;
    },
    argumentsOf: (call) => {
      const known = parsed.get(call);
      if (known !== undefined) return known;
      const node = tryParseJson(call.argumentsText) ?? null;
      parsed.set(call, node);
      return node;
    },
  };
}
