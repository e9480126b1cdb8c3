// A generator plan: the patterns and values that records are made from. A person sees it, edits it and keeps it, so it is
// plain data.

import { fieldsOf, type SchemaField } from '../builder';
import { hashText } from '../hash-text';
import { seededRandom } from '../random';
import type { ToolSpec } from '../record';
import { proposeNoCallPatterns } from './no-call';
import type { PatternLanguage } from './pattern';
import { chinesePatterns } from './patterns-chinese';
import { englishPatterns } from './patterns-english';
import { valueKindOf } from './value-kind';
import { proposeValues } from './values';

/** The patterns that ask for one tool, and the values that fill their slots. */
export interface ToolPatterns {
  readonly tool: string;
  /** With `{parameter}` slots. The call has exactly the parameters that its pattern mentions. */
  readonly patterns: readonly string[];
  /** Parameter → lines of values, in the syntax of values.ts. */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

export interface GeneratorPlan {
  readonly languages: readonly PatternLanguage[];
  readonly seed: number;
  readonly trainRecords: number;
  /** Records held out. Their values are in no training record, unless a parameter has too few. */
  readonly heldOutRecords: number;
  /** Share of records that no tool serves, in per cent. */
  readonly noCallShare: number;
  /** Share of records that need two calls, in per cent. */
  readonly twoCallsShare: number;
  readonly noCallPatterns: readonly string[];
  /** Values in calls of a person's own training records. No held-out record may use them. */
  readonly trainedValues: readonly string[];
  readonly tools: readonly ToolPatterns[];
}

// 360 steps of eight records see each record once: new values teach more than records seen again.
const DEFAULT_TRAIN_RECORDS = 2880;
const DEFAULT_HELD_OUT_RECORDS = 60;
const DEFAULT_NO_CALL_SHARE = 20;
const DEFAULT_TWO_CALLS_SHARE = 25;

/** Proposes patterns and values for all tools, from their names, descriptions and schemas alone. */
export function proposePlan(tools: readonly ToolSpec[], languages: readonly PatternLanguage[], seed: number): GeneratorPlan {
  return {
    languages,
    seed,
    trainRecords: DEFAULT_TRAIN_RECORDS,
    heldOutRecords: DEFAULT_HELD_OUT_RECORDS,
    noCallShare: DEFAULT_NO_CALL_SHARE,
    twoCallsShare: DEFAULT_TWO_CALLS_SHARE,
    noCallPatterns: proposeNoCallPatterns(tools, languages),
    trainedValues: [],
    tools: tools.map((tool) => proposeTool(tool, languages, seed)),
  };
}

export function proposeTool(tool: ToolSpec, languages: readonly PatternLanguage[], seed: number): ToolPatterns {
  const fields = fieldsOf(tool.parametersText) ?? [];
  const values = fields.map((field) => {
    // Each parameter has its own random sequence, so that another tool changes nothing here.
    const random = seededRandom(seed ^ hashText(`${tool.name} ${field.name}`));
    return [field.name, proposeValues(tool, field, languages, random)] as const;
  });
  const patterns = languages.flatMap((language) => proposePatterns(tool, fields, language));
  return { tool: tool.name, patterns: [...new Set(patterns)], values: Object.fromEntries(values) };
}

/** With how many selections of a tool's parameters each wording is proposed. */
const SELECTIONS_PER_WORDING = 3;

/** Proposes each wording with a few selections of parameters, taken in turn. */
function proposePatterns(tool: ToolSpec, fields: readonly SchemaField[], language: PatternLanguage): readonly string[] {
  const wordings = language === 'zh-CN' ? chinesePatterns : englishPatterns;
  const bySelection = parameterSelections(fields).map((selection) => wordings(tool, selection));
  const wordingCount = bySelection[0]?.length ?? 0;
  const turns = Math.min(bySelection.length, SELECTIONS_PER_WORDING);
  return Array.from({ length: wordingCount * turns }, (_, index) => {
    const wording = Math.floor(index / turns);
    return bySelection[(wording + (index % turns)) % bySelection.length]?.[wording] ?? [];
  }).flat();
}

/** Lists which parameters a pattern may mention: the required ones alone, with each optional one, and with all of them. */
function parameterSelections(fields: readonly SchemaField[]): readonly (readonly SchemaField[])[] {
  const known = fields.filter((field) => field.required || valueKindOf(field) !== 'json');
  const required = known.filter((field) => field.required);
  const optional = known.filter((field) => !field.required);
  const withEach = optional.map((extra) => known.filter((field) => field.required || field === extra));
  const withAll = optional.length > 1 ? [known] : [];
  return [...(required.length > 0 || optional.length === 0 ? [required] : []), ...withEach, ...withAll];
}

/** Updates a plan to the current tools: known tools keep their patterns, new ones get proposals. */
export function withTools(plan: GeneratorPlan, tools: readonly ToolSpec[]): GeneratorPlan {
  const known = new Map(plan.tools.map((toolPatterns) => [toolPatterns.tool, toolPatterns]));
  return { ...plan, tools: tools.map((tool) => known.get(tool.name) ?? proposeTool(tool, plan.languages, plan.seed)) };
}

/** Trims all lines and removes empty ones, which a text has while it is typed. */
export function withoutBlankLines(plan: GeneratorPlan): GeneratorPlan {
  const trimmed = (lines: readonly string[]) => lines.map((line) => line.trim()).filter((line) => line !== '');
  return {
    ...plan,
    noCallPatterns: trimmed(plan.noCallPatterns),
    tools: plan.tools.map(({ tool, patterns, values }) => ({
      tool,
      patterns: trimmed(patterns),
      values: Object.fromEntries(Object.entries(values).map(([name, lines]) => [name, trimmed(lines)])),
    })),
  };
}
