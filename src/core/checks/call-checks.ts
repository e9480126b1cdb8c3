// Compares calls with the tools that the record or the project declares.

import { atPointer, type JsonNode, writeCompact } from '../json';
import { nearestName } from '../nearest-name';
import { type Check, type Found, found, perCall, perRecord } from './check';
import type { CompiledTool, SchemaError } from './compile-tool';

/** Most schema violations reported for one call: more would repeat one cause. */
const MAX_SCHEMA_FINDINGS = 3;

export const undeclaredTool: Check = {
  id: 'undeclared_tool',
  severity: 'error',
  codes: ['undeclared_tool'],
  run: perCall(function* find(call, record, { toolsOf }) {
    const tools = toolsOf(record);
    if (tools.size === 0 || tools.has(call.name)) return;
    const near = nearestName(call.name, tools.keys());
    const remedy = near === null ? 'Declare the tool, or correct the name.' : `Did you mean ${near}? Otherwise declare the tool.`;
    yield found('undeclared_tool', `${call.name} is called, but no tool with that name is declared.`, remedy, {
      tool: call.name,
      near: near ?? '',
    });
  }),
};

export const noTools: Check = {
  id: 'no_tools',
  severity: 'warning',
  codes: ['no_tools'],
  run: function* run({ records, toolsOf }) {
    const calling = records.filter((record) => record.messages.some(({ calls = [] }) => calls.length > 0) && toolsOf(record).size === 0);
    const [first] = calling;
    if (!first) return;
    const message = `${calling.length} records call tools, but no tools are declared, so their arguments cannot be checked.`;
    yield {
      ...found('no_tools', message, 'Add the tools under Data, Tools, or drop a tools.json.', { count: calling.length }),
      recordId: first.id,
    };
  },
};

export const badArguments: Check = {
  id: 'bad_arguments',
  severity: 'error',
  codes: ['arguments_not_json', 'arguments_not_object'],
  run: perCall(function* find(call, _record, { argumentsOf }) {
    const node = argumentsOf(call);
    const values = { tool: call.name };
    if (node === null)
      yield found('arguments_not_json', `The arguments of ${call.name} are not JSON.`, 'Correct them in the editor.', values);
    else if (node.kind !== 'object') {
      yield found('arguments_not_object', `The arguments of ${call.name} are not a JSON object.`, 'Write them as {"name": value}.', values);
    }
  }),
};

export const duplicateKeys: Check = {
  id: 'duplicate_keys',
  severity: 'warning',
  codes: ['duplicate_keys'],
  run: perCall(function* find(call, _record, { argumentsOf }) {
    const key = duplicateKey(argumentsOf(call));
    if (key === null) return;
    const message = `The arguments of ${call.name} have "${key}" twice; most readers keep only the last.`;
    yield found('duplicate_keys', message, 'Remove one of the two.', { tool: call.name, key });
  }),
};

export const schema: Check = {
  id: 'schema',
  severity: 'error',
  codes: ['unknown_parameter', 'missing_parameter', 'wrong_type', 'not_in_enum', 'schema_violation', 'schema_unresolved'],
  run: perCall(function* find(call, record, { toolsOf, argumentsOf }) {
    const tool = toolsOf(record).get(call.name);
    const node = argumentsOf(call);
    if (!tool || tool.problem !== null || node?.kind !== 'object') return;
    yield* schemaFindings(tool, node);
  }),
};

function* schemaFindings(tool: CompiledTool, node: Extract<JsonNode, { kind: 'object' }>): Iterable<Found> {
  const given = new Set(node.members.map(({ key }) => key));
  const missing = tool.required.filter((name) => !given.has(name));
  for (const name of tool.closedNames ? given : []) {
    if (tool.closedNames?.has(name)) continue;
    const near = nearestName(name, missing.length > 0 ? missing : (tool.closedNames ?? []));
    const known = [...(tool.closedNames ?? [])].join(', ') || '–';
    const remedy = near === null ? `The schema has: ${known}.` : `Rename it to ${near}. The schema has: ${known}.`;
    yield found('unknown_parameter', `${tool.name} has no parameter "${name}".`, remedy, {
      tool: tool.name,
      parameter: name,
      near: near ?? '',
      known,
    });
  }
  for (const parameter of missing) {
    const message = `${tool.name} is called without "${parameter}", which its schema requires.`;
    yield found('missing_parameter', message, 'Add the value, or make the parameter optional.', { tool: tool.name, parameter });
  }
  for (const error of validationErrors(tool, node).slice(0, MAX_SCHEMA_FINDINGS)) {
    if (error.keyword === 'required' && error.instanceLocation === '#') continue;
    // `additionalProperties: false` at the top level is reported above, with the nearest name.
    if (error.keyword === 'false' && tool.closedNames?.has(error.instanceLocation.slice('#/'.length)) === false) continue;
    yield violation(tool.name, error, node);
  }
}

function validationErrors(tool: CompiledTool, node: JsonNode): readonly SchemaError[] {
  try {
    return tool.validate(node);
  } catch (error) {
    return [{ instanceLocation: '#', keyword: '$ref', error: error instanceof Error ? error.message : String(error) }];
  }
}

const CODES: Readonly<Record<string, string>> = {
  type: 'wrong_type',
  enum: 'not_in_enum',
  const: 'not_in_enum',
  $ref: 'schema_unresolved',
};

function violation(tool: string, { instanceLocation, keyword, error }: SchemaError, node: JsonNode): Found {
  const parameter = instanceLocation.replace(/^#\/?/, '').replaceAll('/', '.') || '–';
  const code = CODES[keyword] ?? 'schema_violation';
  const value = writeCompact(atPointer(node, instanceLocation) ?? node).slice(0, 80);
  const remedy = code === 'schema_unresolved' ? 'References must stay inside the schema.' : 'Correct the value, or the schema.';
  return found(code, `${tool}: ${parameter} = ${value}: ${error}`, remedy, { tool, parameter, value, error });
}

export const brokenSchema: Check = {
  id: 'broken_schema',
  severity: 'error',
  codes: ['broken_schema'],
  run: function* run({ records, toolsOf }) {
    const reported = new Set<CompiledTool>();
    for (const record of records) {
      for (const tool of toolsOf(record).values()) {
        if (tool.problem === null || reported.has(tool)) continue;
        reported.add(tool);
        const message = `The schema of ${tool.name} cannot be used: ${tool.problem}.`;
        const remedy = 'Correct it under Data, Tools (JSON Schema, draft 2020-12).';
        yield { ...found('broken_schema', message, remedy, { tool: tool.name, problem: tool.problem }), recordId: record.id };
      }
    }
  },
};

export const duplicateTools: Check = {
  id: 'duplicate_tools',
  severity: 'warning',
  codes: ['duplicate_tools'],
  run: perRecord(function* find(record, { toolSpecsOf }) {
    if (record.tools.length === 0) return;
    const names = toolSpecsOf(record).map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice === undefined) return;
    yield found('duplicate_tools', `The tool ${twice} is declared twice; the first one counts.`, 'Remove one of the two.', { tool: twice });
  }),
};

function duplicateKey(node: JsonNode | null): string | null {
  if (node?.kind === 'array') return node.items.map(duplicateKey).find((key) => key !== null) ?? null;
  if (node?.kind !== 'object') return null;
  const seen = new Set<string>();
  for (const { key, value } of node.members) {
    const inner = seen.has(key) ? key : duplicateKey(value);
    if (inner !== null) return inner;
    seen.add(key);
  }
  return null;
}
