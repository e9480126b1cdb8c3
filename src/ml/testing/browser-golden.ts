// Goldens in the tests of a browser: fetched from the server of the tests, and held against what a model computes there.

import { expect } from 'vitest';
import { makeBatch } from '../../core/batches';
import type { LanguageModel } from '../model/language-model';
import { tf } from '../tensorflow';
import { difference, type Golden, relativeError } from './golden';

/** Reads files of a folder of goldens. @param folder its path in the repository */
export function fetchedFrom(folder: string): (path: string) => Promise<Uint8Array> {
  return async (path) => new Uint8Array(await (await fetch(`/${folder}/${path}`)).arrayBuffer());
}

/** Holds loss and gradients of the golden's first batch to it. */
export async function expectLossAndGradients(
  model: LanguageModel,
  golden: Pick<Golden, 'rows' | 'firstBatch' | 'loss' | 'expected'>,
): Promise<void> {
  const batch = makeBatch(golden.rows.slice(0, golden.firstBatch));
  const { loss, gradients } = model.lossAndGradients(batch, batch.totalWeight);
  expect(difference(await loss.data(), [golden.loss])).toBeLessThan(1e-4);
  expect(gradients.size).toBe(model.trainables.size);
  for (const [name, gradient] of gradients) {
    expect(relativeError(await gradient.data(), golden.expected.get(`gradient/${name}`)?.data ?? []), name).toBeLessThan(1e-4);
  }
  tf.dispose([loss, ...gradients.values()]);
}
