import { expect, test } from 'vitest';
import { AppError } from '../../core/failure';
import { explainDeviceErrors } from './device-errors';

const TRAINING_REMEDY = /batch|max_length|checkpoint/;
const full = new RangeError('Array buffer allocation failed');
const lost = new AppError({
  code: 'device-lost',
  reason: 'device_lost',
  message: 'The GPU was reset',
  remedy: 'Resume from the last checkpoint',
});
const failing = (error: Error) => async () => {
  throw error;
};

test.each([
  ['answer', full, 'out-of-memory', 'answer_memory', /shorter request.*LoRA/],
  ['check', full, 'out-of-memory', 'check_memory', /Nothing was written/],
  ['answer', lost, 'device-lost', 'answer_lost', /Ask again/],
  ['check', lost, 'device-lost', 'check_lost', /Nothing was written/],
] as const)('an error during %s (%s) has a remedy that helps there, not one of training', async (purpose, error, code, reason, remedy) => {
  const work = explainDeviceErrors(purpose, failing(error));
  await expect(work).rejects.toMatchObject({
    failure: { code, reason, message: expect.stringContaining(error.message), remedy: expect.stringMatching(remedy) },
  });
  await expect(work).rejects.toMatchObject({ failure: { remedy: expect.not.stringMatching(TRAINING_REMEDY) } });
});

test('any other error is unchanged', async () => {
  for (const error of [new RangeError('row 3 of 2'), new AppError({ code: 'not-found', reason: 'no_checkpoint', message: '' })]) {
    await expect(explainDeviceErrors('answer', failing(error))).rejects.toBe(error);
  }
  expect(await explainDeviceErrors('answer', async () => 3)).toBe(3);
});
