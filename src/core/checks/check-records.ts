import { AppError } from '../failure';
import { type JsonNode, tryParseJson } from '../json';
import type { Call, DataRecord, ToolSpec } from '../record';
import { toolsFor } from '../tools';
import type { CheckContext, RowLengths } from './check';
import { type CompiledTool, compileTool } from './compile-tool';
import type { CheckReport, Finding } from './findings';
import { checks } from './registry';

export interface CheckInput {
  readonly records: readonly DataRecord[];
  readonly projectTools: readonly ToolSpec[];
  readonly maxLength: number;
  /** Throws AppError when the record cannot be rendered. */
  readonly tokenized: (record: DataRecord) => RowLengths;
}

/** Runs every check over every record. A row that cannot be rendered has length 0 in `lengths`. */
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
      // The check `renders` tells why.
      return lengths instanceof AppError ? 0 : lengths.length;
    }),
    maxLength: input.maxLength,
    errors,
    warnings: findings.length - errors,
  };
}

/** The row's lengths or the reason it has none; anything else that goes wrong is thrown on. */
function measure(record: DataRecord, tokenized: CheckInput['tokenized']): RowLengths | AppError {
  try {
    return tokenized(record);
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

/** Schemas are compiled, rows measured and arguments parsed once, whatever the number of records and checks. */
function contextOf({ records, projectTools, maxLength, tokenized }: CheckInput): CheckContext {
  const compiled = new Map<string, CompiledTool>();
  const compile = (tool: ToolSpec): CompiledTool => {
    const key = `${tool.name}\n${tool.parametersText}`;
    const known = compiled.get(key) ?? compileTool(tool);
    compiled.set(key, known);
    return known;
  };
  // The first of several tools of one name counts.
  const byName = (tools: readonly ToolSpec[]) => new Map([...tools].reverse().map((tool) => [tool.name, compile(tool)]));
  const ofProject = byName(projectTools);
  const ofRecord = new WeakMap<DataRecord, ReadonlyMap<string, CompiledTool>>();
  const parsed = new WeakMap<Call, JsonNode | null>();
  const measured = new WeakMap<DataRecord, RowLengths | AppError>();
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
