import { expect, test } from 'vitest';
import { generateFromPlan, proposePlan } from '../../src/core/generator';
import { languages, setNames, toolsOf } from './sets.mjs';

const TRAIN_RECORDS = 300;
const HELD_OUT = 60;

test.each(setNames.flatMap((set) => languages.map((language) => [set, language] as const)))(
  '%s in %s gives the records asked for, and calls every tool',
  (set, language) => {
    const tools = toolsOf(set, language);
    expect(tools).toHaveLength(3);
    const { records, problems } = generateFromPlan(
      { ...proposePlan(tools, [language], 42), trainRecords: TRAIN_RECORDS, heldOutRecords: HELD_OUT },
      tools,
    );
    expect(problems).toEqual([]);
    expect(records?.train).toHaveLength(TRAIN_RECORDS);
    expect(records?.eval).toHaveLength(HELD_OUT);
    const called = new Set(records?.eval.flatMap(({ messages }) => messages.flatMap(({ calls = [] }) => calls.map(({ name }) => name))));
    expect([...called].sort()).toEqual(tools.map(({ name }) => name).sort());
  },
);
