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

const sentencesOf = (request: string, argumentsText: string) => recordPatterns([recordOf(request, [['transfer', argumentsText]])], tools);
const reasonOf = (record: DataRecord): SkipReason | undefined => recordPatterns([record], tools).skipped[0]?.reason;

describe('sentences of a person’s rows', () => {
  it('have a slot where the request says a value', () => {
    expect(
      sentencesOf('Pay Ann Lee 12.50, for rent', '{"payee": "Ann Lee", "amount": 12.50, "note": "rent"}').patterns['transfer'],
    ).toEqual(['Pay {payee} {amount}, for {note}']);
    expect(sentencesOf('给王芳转30元', '{"payee": "王芳", "amount": 30}').patterns['transfer']).toEqual(['给{payee}转{amount}元']);
  });

  it('take a value for said only where it stands by itself', () => {
    expect(sentencesOf('At 10:15 pay Art, who starts, 1', '{"payee": "Art", "amount": 1}').patterns['transfer']).toEqual([
      'At 10:15 pay {payee}, who starts, {amount}',
    ]);
    expect(sentencesOf('Pay Ann Lee 5 for Ann', '{"payee": "Ann Lee", "amount": 5, "note": "Ann"}').patterns['transfer']).toEqual([
      'Pay {payee} {amount} for {note}',
    ]);
  });

  it('leave a row that gives none, and say why', () => {
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

  it('stand before the proposed ones, need no mending, and none of their trained values is held out', () => {
    const plan = { ...proposePlan(tools.slice(0, 1), ['en'], 1), trainRecords: 200, heldOutRecords: 60 };
    const known = plan.tools[0]?.values['payee']?.slice(0, 100) ?? [];
    const records = known.map((payee, index) =>
      recordOf(`Give ${payee} ${String(index)} now`, [['transfer', `{"payee": ${JSON.stringify(payee)}, "amount": ${String(index)}}`]]),
    );
    const sentences = recordPatterns(records, tools);
    expect(sentences).toMatchObject({ used: 100, skipped: [], patterns: { transfer: ['Give {payee} {amount} now'] } });
    const changed = withRecordPatterns(plan, sentences);
    expect(changed.tools[0]?.patterns[0]).toBe('Give {payee} {amount} now');
    expect(withRecordPatterns(changed, sentences)).toEqual(changed);
    expect(patternProblems(changed, tools.slice(0, 1))).toEqual([]);
    const made = generateRecords(changed, tools.slice(0, 1));
    const heldOut = made.eval
      .flatMap(({ messages }) => messages.flatMap(({ calls = [] }) => calls))
      .map(({ argumentsText }) => argumentsText);
    expect(heldOut.length).toBeGreaterThan(0);
    for (const payee of known) expect(heldOut.join('\n')).not.toContain(`"payee": ${JSON.stringify(payee)}`);
  });

  it('give back the sentence that a made row was filled from', () => {
    const plan = { ...proposePlan(tools.slice(0, 1), ['en', 'zh-CN'], 7), noCallShare: 0, twoCallsShare: 0 };
    const recordsOf = (rows: readonly NewRecord[]): DataRecord[] =>
      rows.map((row, index) => ({ ...row, id: String(index), split: 'train', tags: [] }));
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const { train } = generateRecords({ ...plan, seed, trainRecords: 40 }, tools.slice(0, 1));
        const { patterns, skipped: left } = recordPatterns(recordsOf(train), tools);
        for (const pattern of patterns['transfer'] ?? []) expect(plan.tools[0]?.patterns).toContain(pattern);
        // Only a value that stands twice in its request, by chance, may keep a row from giving its sentence.
        for (const { reason } of left) expect(reason.kind).toBe('said_twice');
      }),
      { numRuns: 20 },
    );
  });
});
