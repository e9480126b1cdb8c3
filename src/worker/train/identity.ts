// What makes a run this run and no other, as hashes: a checkpoint holds them, and going on compares them.

import type { Recipe } from '../../core/recipe';
import type { TokenizedExample } from '../../core/tokenizer';
import { canonicalJson, type RunIdentity } from '../../core/training';
import { startSha256 } from '../../storage/sha256';
import type { ModelFiles } from '../run-protocol';

async function hashOf(parts: Iterable<Uint8Array>): Promise<string> {
  const hash = await startSha256();
  for (const part of parts) hash.update(part);
  return hash.digest();
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array | Float32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** Lengths first, so that no two lists of rows have the same bytes. */
function* rowBytes(rows: readonly TokenizedExample[]): Generator<Uint8Array> {
  for (const { inputIds, weights } of rows) {
    yield bytesOf(Int32Array.of(inputIds.length));
    yield bytesOf(inputIds);
    yield bytesOf(weights);
  }
}

/** The device is left out: going on elsewhere is allowed, and said. */
function settingsText({ format, train, lora }: Recipe, steps: number): string {
  const { device: _device, ...settings } = train;
  return canonicalJson({ format, settings, lora: train.method === 'full' ? null : lora, steps });
}

/** @param rows those that are trained on, in order */
export async function runIdentity(
  recipe: Recipe,
  steps: number,
  rows: readonly TokenizedExample[],
  model: ModelFiles,
): Promise<RunIdentity> {
  const text = (value: string) => [new TextEncoder().encode(value)];
  const { adapter, configText, initialSeed, sha256, weights } = model;
  const start = adapter ? { adapter: adapter.sha256 } : {};
  return {
    settings: await hashOf(text(settingsText(recipe, steps))),
    rows: await hashOf(rowBytes(rows)),
    base: await hashOf(text(canonicalJson({ configText, weights: weights.length === 0 ? initialSeed : sha256, ...start }))),
  };
}
