import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DataRecord, NewRecord, ToolSpec } from '../record';
import { generateRecords, patternProblems, proposePlan, recordPatterns, type SkipReason, withRecordPatterns } from '.';

const tools: readonly ToolSpec[] = [
  {
    name: 'transfer',
    description: 'Transfer money',
    parametersText:
      '{"type": "object", "properties": {"payee": {"type": "string"}, "amount": {"type": "number"}, "note": {"type": "string"}}, "required": ["payee", "amount"]}',
  },
  { name: 'set_light', description: '', parametersText: '{"type": "object", "properties": {"on": {"type": "boolean"}}}' },
];

function recordOf(
  request: string,
  calls: readonly [name: string, argumentsText: string][],
  id = 'r1',
  split: DataRecord['split'] = 'train',
): DataRecord {
  return {
    id,
    split,
    tags: [],
    source: { file: 'mine.jsonl', line: 1, format: 'chatml' },
    tools: [],
    messages: [
      { role: 'user', content: request },
      { role: 'assistant', calls: calls.map(([name, argumentsText]) => ({ name, argumentsText, encoding: 'object' })) },
    ],
  };
}

const patternsOf = (request: string, argumentsText: string) =>
  recordPatterns([recordOf(request, [['transfer', argumentsText]])], tools).patterns['transfer'];
const reasonOf = (record: DataRecord): SkipReason | undefined => recordPatterns([record], tools).skipped[0]?.reason;

describe('patterns of a person’s records', () => {
  it('have a slot where the request contains a value', () => {
    expect(patternsOf('Pay Ann Lee 12.50, for rent', '{"payee": "Ann Lee", "amount": 12.50, "note": "rent"}')).toEqual([
      'Pay {payee} {amount}, for {note}',
    ]);
    expect(patternsOf('给王芳转30元', '{"payee": "王芳", "amount": 30}')).toEqual(['给{payee}转{amount}元']);
  });

  it('have a slot only where a value is a whole word', () => {
    expect(patternsOf('At 10:15 pay Art, who starts, 1', '{"payee": "Art", "amount": 1}')).toEqual([
      'At 10:15 pay {payee}, who starts, {amount}',
    ]);
    expect(patternsOf('Pay Ann Lee 5 for Ann', '{"payee": "Ann Lee", "amount": 5, "note": "Ann"}')).toEqual([
      'Pay {payee} {amount} for {note}',
    ]);
  });

  it('skip a record that gives none, and say why', () => {
    const pay = (request: string, argumentsText: string) => recordOf(request, [['transfer', argumentsText]]);
    expect(reasonOf(recordOf('Hello', []))).toEqual({ kind: 'no_call' });
    expect(
      reasonOf(
        recordOf('Both', [
          ['transfer', '{}'],
          ['transfer', '{}'],
        ]),
      ),
    ).toEqual({ kind: 'several_calls' });
    expect(reasonOf(recordOf('x', [['unknown', '{}']]))).toEqual({ kind: 'unknown_tool', tool: 'unknown' });
    expect(reasonOf(pay('Pay Ann', '{"payee": "Ann"}'))).toEqual({ kind: 'bad_arguments', tool: 'transfer' });
    expect(reasonOf(pay('Pay Ann 1', '{"payee": "Ann", "amount": 1, "fee": 2}'))).toEqual({ kind: 'bad_arguments', tool: 'transfer' });
    expect(reasonOf(pay('Pay Ann ten', '{"payee": "Ann", "amount": 10}'))).toEqual({
      kind: 'not_said',
      tool: 'transfer',
      parameter: 'amount',
    });
    expect(reasonOf(pay('Pay Ann, Ann, 1', '{"payee": "Ann", "amount": 1}'))).toEqual({
      kind: 'said_twice',
      tool: 'transfer',
      parameter: 'payee',
    });
    expect(reasonOf(pay('Pay {Ann} 1', '{"payee": "Ann", "amount": 1}'))).toEqual({ kind: 'braces' });
    expect(reasonOf(recordOf('Light on', [['set_light', '{"on": true}']]))).toEqual({
      kind: 'not_said',
      tool: 'set_light',
      parameter: 'on',
    });
    const twice = pay('Pay Ann 1', '{"payee": "Ann", "amount": 1}');
    expect(reasonOf({ ...twice, messages: [...twice.messages, ...twice.messages] })).toEqual({ kind: 'several_requests' });
  });

  it('come before the proposed ones, without problems, and no trained value is held out', () => {
    const plan = { ...proposePlan(tools.slice(0, 1), ['en'], 1), trainRecords: 200, heldOutRecords: 60 };
    const known = plan.tools[0]?.values['payee']?.slice(0, 100) ?? [];
    const records = known.map((payee, index) =>
      recordOf(`Give ${payee} ${String(index)} now`, [['transfer', `{"payee": ${JSON.stringify(payee)}, "amount": ${String(index)}}`]]),
    );
    const found = recordPatterns(records, tools);
    expect(found).toMatchObject({ used: 100, skipped: [], patterns: { transfer: ['Give {payee} {amount} now'] } });
    const changed = withRecordPatterns(plan, found);
    expect(changed.tools[0]?.patterns[0]).toBe('Give {payee} {amount} now');
    expect(withRecordPatterns(changed, found)).toEqual(changed);
    expect(patternProblems(changed, tools.slice(0, 1))).toEqual([]);
    const generated = generateRecords(changed, tools.slice(0, 1));
    const heldOut = generated.eval
      .flatMap(({ messages }) => messages.flatMap(({ calls = [] }) => calls))
      .map(({ argumentsText }) => argumentsText);
    expect(heldOut.length).toBeGreaterThan(0);
    for (const payee of known) expect(heldOut.join('\n')).not.toContain(`"payee": ${JSON.stringify(payee)}`);
  });

  it('give back the pattern that a generated record was made from', () => {
    const plan = { ...proposePlan(tools.slice(0, 1), ['en', 'zh-CN'], 7), noCallShare: 0, twoCallsShare: 0 };
    const withIds = (records: readonly NewRecord[]): DataRecord[] =>
      records.map((record, index) => ({ ...record, id: String(index), split: 'train', tags: [] }));
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { train } = generateRecords({ ...plan, seed, trainRecords: 40 }, tools.slice(0, 1));
        const { patterns, skipped } = recordPatterns(withIds(train), tools);
        for (const pattern of patterns['transfer'] ?? []) expect(plan.tools[0]?.patterns).toContain(pattern);
        // A record may be skipped only if its request contains a value twice, by chance.
        for (const { reason } of skipped) expect(reason.kind).toBe('said_twice');
      }),
      { numRuns: 20 },
    );
  });
});
