import { expect, test } from 'vitest';
import { createDeviceRetries } from './train-run';

test('retries wait longer each time, end after five without a new checkpoint, and start over after one', () => {
  const retry = createDeviceRetries();
  expect([0, 0, 0].map(retry)).toEqual([500, 1000, 2000]);
  expect([8, 8, 8, 8, 8, 8].map(retry)).toEqual([500, 1000, 2000, 4000, 8000, null]);
});
