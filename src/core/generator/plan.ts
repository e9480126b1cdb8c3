// What rows are made of: a person sees it, edits it, and keeps it. Plain data.

import { fieldsOf, type SchemaField } from '../builder/schema-form';
import { hashText } from '../hash-text';
import { seededRandom } from '../random';
import type { ToolSpec } from '../record';
import type { PatternLanguage } from './language';
import { proposeNoCallPatterns } from './no-call';
import { chinesePatterns } from './patterns-chinese';
import { englishPatterns } from './patterns-english';
import { valueKindOf } from './value-kind';
import { proposeValues } from './values';

/** Sentences that ask for one tool, and the values that fill them. */
export interface ToolPatterns {
  readonly tool: string;
  /** With `{parameter}` slots; the call has the parameters that the sentence mentions. */
  readonly patterns: readonly string[];
  /** Parameter → lines of values (values.ts). */
  readonly values: Readonly<Record<string, readonly string[]>>;
}

export interface GeneratorPlan {
  readonly languages: readonly PatternLanguage[];
  readonly seed: number;
  /** Rows to train on, and rows held out with values that no training row has. */
  readonly trainRecords: number;
  readonly heldOutRecords: number;
  /** Rows of all, in per cent, that no tool serves, and that need two calls. */
  readonly noCallShare: number;
  readonly twoCallsShare: number;
  readonly noCallPatterns: readonly string[];
  /** Texts that a person's own trained rows call with: no held-out row may. */
  readonly trainedValues: readonly string[];
  readonly tools: readonly ToolPatterns[];
}

// As many as 360 steps of eight rows see once: new values teach more than rows seen again.
const defaultRows = 2880;
const defaultHeldOut = 60;
const defaultNoCallShare = 20;
const defaultTwoCallsShare = 25;

/** Patterns and values for all tools, from their names, descriptions and schemas alone. */
export function proposePlan(tools: readonly ToolSpec[], languages: readonly PatternLanguage[], seed: number): GeneratorPlan {
  return {
    languages,
    seed,
    trainRecords: defaultRows,
    heldOutRecords: defaultHeldOut,
    noCallShare: defaultNoCallShare,
    twoCallsShare: defaultTwoCallsShare,
    noCallPatterns: proposeNoCallPatterns(tools, languages),
    trainedValues: [],
    tools: tools.map((tool) => proposeTool(tool, languages, seed)),
  };
}

export function proposeTool(tool: ToolSpec, languages: readonly PatternLanguage[], seed: number): ToolPatterns {
  const fields = fieldsOf(tool.parametersText) ?? [];
  const values = fields.map((field) => {
    // Each parameter has a sequence of its own: another tool changes nothing here.
    const random = seededRandom(seed ^ hashText(`${tool.name} ${field.name}`));
    return [field.name, proposeValues(tool, field, languages, random)] as const;
  });
  const patterns = languages.flatMap((language) => patternsIn(tool, fields, language));
  return { tool: tool.name, patterns: [...new Set(patterns)], values: Object.fromEntries(values) };
}

/** How many of a tool's choices of parameters each sentence is proposed with. */
const CHOICES_PER_FRAME = 3;

/** Patterns with the required parameters, and with optional ones too: each wording with several choices, in turn. */
function patternsIn(tool: ToolSpec, fields: readonly SchemaField[], language: PatternLanguage): readonly string[] {
  const patternsOf = language === 'zh-CN' ? chinesePatterns : englishPatterns;
  const choices = mentioned(fields);
  const all = choices.map((choice) => patternsOf(tool, choice));
  const count = all[0]?.length ?? 0;
  const turns = Math.min(all.length, CHOICES_PER_FRAME);
  return Array.from({ length: count * turns }, (_, index) => {
    const wording = Math.floor(index / turns);
    return all[(wording + (index % turns)) % all.length]?.[wording] ?? [];
  }).flat();
}

/** Which parameters a pattern may mention: the required ones alone, with each of the optional ones, with all of them. */
function mentioned(fields: readonly SchemaField[]): readonly (readonly SchemaField[])[] {
  const known = fields.filter((field) => field.required || valueKindOf(field) !== 'json');
  const required = known.filter((field) => field.required);
  const optional = known.filter((field) => !field.required);
  const withEach = optional.map((extra) => known.filter((field) => field.required || field === extra));
  const withAll = optional.length > 1 ? [known] : [];
  return [...(required.length > 0 || optional.length === 0 ? [required] : []), ...withEach, ...withAll];
}

/** The plan for the tools as they are now: those it knows keep their templates, new ones get proposals. */
export function withTools(plan: GeneratorPlan, tools: readonly ToolSpec[]): GeneratorPlan {
  const known = new Map(plan.tools.map((templates) => [templates.tool, templates]));
  return { ...plan, tools: tools.map((tool) => known.get(tool.name) ?? proposeTool(tool, plan.languages, plan.seed)) };
}

/** Without the empty lines that stand in a text while it is typed. */
export function withoutBlankLines(plan: GeneratorPlan): GeneratorPlan {
  const lines = (all: readonly string[]) => all.map((line) => line.trim()).filter((line) => line !== '');
  return {
    ...plan,
    noCallPatterns: lines(plan.noCallPatterns),
    tools: plan.tools.map(({ tool, patterns, values }) => ({
      tool,
      patterns: lines(patterns),
      values: Object.fromEntries(Object.entries(values).map(([name, all]) => [name, lines(all)])),
    })),
  };
}
