// Identifies a run by hashes of everything that determines its losses. A checkpoint stores them, and resuming compares them.

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

/** Writes the length of each example first, so that no two lists have the same bytes. */
function* exampleBytes(examples: readonly TokenizedExample[]): Generator<Uint8Array> {
  for (const { inputIds, weights } of examples) {
    yield bytesOf(Int32Array.of(inputIds.length));
    yield bytesOf(inputIds);
    yield bytesOf(weights);
  }
}

/** Leaves out the device: a run may resume on another one. */
function settingsText({ format, train, lora }: Recipe, steps: number): string {
  const { device: _device, ...settings } = train;
  return canonicalJson({ format, settings, lora: train.method === 'full' ? null : lora, steps });
}

/** @param examples the trained ones, in order */
export async function runIdentity(
  recipe: Recipe,
  steps: number,
  examples: readonly TokenizedExample[],
  model: ModelFiles,
): Promise<RunIdentity> {
  const text = (value: string) => [new TextEncoder().encode(value)];
  const { adapter, configText, initialSeed, sha256, weights } = model;
  const start = adapter ? { adapter: adapter.sha256 } : {};
  return {
    settings: await hashOf(text(settingsText(recipe, steps))),
    rows: await hashOf(exampleBytes(examples)),
    base: await hashOf(text(canonicalJson({ configText, weights: weights.length === 0 ? initialSeed : sha256, ...start }))),
  };
}
