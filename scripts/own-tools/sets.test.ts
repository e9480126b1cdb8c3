import { expect, test } from 'vitest';
import { generateFromPlan, proposePlan } from '../../src/core/generator';
import { languages, setNames, toolsOf } from './sets.mjs';

const ROWS = 300;
const HELD_OUT = 60;

test.each(setNames.flatMap((set) => languages.map((language) => [set, language] as const)))(
  '%s in %s gives the rows asked for, every tool called',
  (set, language) => {
    const tools = toolsOf(set, language);
    expect(tools).toHaveLength(3);
    const { records: rows, problems } = generateFromPlan(
      { ...proposePlan(tools, [language], 42), trainRecords: ROWS, heldOutRecords: HELD_OUT },
      tools,
    );
    expect(problems).toEqual([]);
    expect(rows?.train).toHaveLength(ROWS);
    expect(rows?.eval).toHaveLength(HELD_OUT);
    const called = new Set(rows?.eval.flatMap(({ messages }) => messages.flatMap(({ calls = [] }) => calls.map(({ name }) => name))));
    expect([...called].sort()).toEqual(tools.map(({ name }) => name).sort());
  },
);
