import { expect, test } from 'vitest';
import { AppError } from '../../core/failure';
import { withinMemory } from './within-memory';

const ofTraining = /batch|max_length/;
const failing = (error: Error) => async () => {
  throw error;
};

test.each([
  ['answer_memory', /shorter request.*LoRA/],
  ['check_memory', /Nothing was written/],
] as const)('%s names what helps there, and no setting of a training', async (reason, remedy) => {
  const told = withinMemory(reason, failing(new RangeError('Array buffer allocation failed')));
  await expect(told).rejects.toMatchObject({
    failure: {
      code: 'out-of-memory',
      reason,
      message: expect.stringContaining('allocation failed'),
      remedy: expect.stringMatching(remedy),
    },
  });
  await expect(told).rejects.toMatchObject({ failure: { remedy: expect.not.stringMatching(ofTraining) } });
});

test('what is no lack of memory stays as it is', async () => {
  for (const error of [new RangeError('row 3 of 2'), new AppError({ code: 'not-found', reason: 'no_checkpoint', message: '' })]) {
    await expect(withinMemory('answer_memory', failing(error))).rejects.toBe(error);
  }
  expect(await withinMemory('answer_memory', async () => 3)).toBe(3);
});
