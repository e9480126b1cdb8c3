import { expect, test } from 'vitest';
import { createDeviceRetries } from './train-run';

test('waits longer each time, gives up after five without a new checkpoint, and starts over with one', () => {
  const retry = createDeviceRetries();
  expect([0, 0, 0].map(retry)).toEqual([500, 1000, 2000]);
  expect([8, 8, 8, 8, 8, 8].map(retry)).toEqual([500, 1000, 2000, 4000, 8000, null]);
});
