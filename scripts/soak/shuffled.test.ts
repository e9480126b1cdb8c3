import { expect, it } from 'vitest';
import { shuffleAnswers } from './shuffled.mjs';

const row = (request: string, answer: string) =>
  JSON.stringify({ input: `<|im_start|>user\n${request}<|im_end|>\n<|im_start|>assistant\n${answer}<|im_end|>` });

it('keeps requests in place and every answer once, elsewhere', () => {
  const numbers = Array.from({ length: 40 }, (_, index) => index);
  const text = numbers.map((index) => `${row(`q${index}`, `a${index}$&`)}\n`).join('');
  const shuffled = shuffleAnswers(text, 1);
  const inputs = shuffled
    .trimEnd()
    .split('\n')
    .map((line): string => JSON.parse(line).input);
  expect(inputs.map((input) => /q\d+/.exec(input)?.[0])).toEqual(numbers.map((index) => `q${index}`));
  const answers = inputs.map((input) => /a\d+\$&(?=<)/.exec(input)?.[0] ?? '');
  expect([...answers].sort()).toEqual(numbers.map((index) => `a${index}$&`).sort());
  expect(answers.filter((answer, index) => answer === `a${index}$&`).length).toBeLessThan(8);
  expect(shuffleAnswers(text, 1)).toBe(shuffled);
});

it('keeps every row in order: a call that has a result stays a call with a result', () => {
  const chain = (number: number) =>
    JSON.stringify({
      input: [
        `<|im_start|>user\nq${number}<|im_end|>`,
        `<|im_start|>assistant\ncall${number}<|im_end|>`,
        `<|im_start|>tool\nresult${number}<|im_end|>`,
        `<|im_start|>assistant\nend${number}<|im_end|>`,
      ].join('\n'),
    });
  const shuffled = shuffleAnswers(`${Array.from({ length: 20 }, (_, index) => chain(index)).join('\n')}\n`, 3);
  for (const [index, line] of shuffled.trimEnd().split('\n').entries()) {
    expect(line).toMatch(new RegExp(`q${index}<.*assistant\\\\ncall\\d+<.*result${index}<.*assistant\\\\nend\\d+<`));
  }
});
