// The `__metadata__` of a checkpoint's safetensors file: `format` and `step` for any reader, and one JSON text under
// `tooltune` with the rest.

import * as z from 'zod/mini';
import { AppError } from '../failure';

const VERSION = 1;

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const schema = z.object({
  version: z.literal(VERSION),
  /** Optimizer steps done. Together with `seed` it determines the next batch, the learning rate and all randomness. */
  step: z.int().check(z.nonnegative()),
  /** Epochs done, a fraction. */
  epoch: z.number(),
  seed: z.int(),
  // What determines the losses besides seed and step:
  /** SHA-256 of the settings. */
  settings: hash,
  /** SHA-256 of the examples, in order. */
  rows: hash,
  /** SHA-256 of the model that the run started from: its configuration, weights and adapter. */
  base: hash,
  /** Version of ToolTune that wrote the checkpoint. */
  tooltune: z.string(),
  /** The lowest held-out loss so far. */
  best: z.nullable(z.object({ step: z.int(), loss: z.number() })),
  /** Steps skipped so far. */
  skipped: z.int(),
});
export type CheckpointMetadata = z.infer<typeof schema>;

/** The hashes that a run shares with its checkpoints. */
export type RunIdentity = Pick<CheckpointMetadata, 'base' | 'settings' | 'rows'>;

export function writeMetadata(metadata: Omit<CheckpointMetadata, 'version'>): Record<string, string> {
  return { format: 'pt', step: String(metadata.step), tooltune: JSON.stringify({ version: VERSION, ...metadata }) };
}

/**
 * @param metadata of the file
 * @returns null if the file has none, as with checkpoints of older versions
 * @throws AppError `unsupported` if it cannot be read, because a newer version wrote it
 */
export function readMetadata(metadata: ReadonlyMap<string, string>, step: number): CheckpointMetadata | null {
  const text = metadata.get('tooltune');
  if (text === undefined) return null;
  const read = schema.safeParse(jsonOf(text));
  if (read.success) return read.data;
  throw new AppError({
    code: 'unsupported',
    reason: 'checkpoint_unreadable',
    message: `This version of ToolTune cannot read the checkpoint of step ${step}. A newer version saved it.`,
    remedy: 'Reload the page to get the newest version.',
    values: { step },
  });
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** In order of importance: with another base model, the other differences do not matter. */
const PARTS = [
  ['base', 'checkpoint_of_other_base', 'another base model', 'Add the model of this run again, or start a new run.'],
  ['settings', 'checkpoint_of_other_settings', 'other settings', 'Start a new run with the settings you want.'],
  [
    'rows',
    'checkpoint_of_other_rows',
    'other examples: the records, the tokenizer or the chat template differ',
    'Restore the tokenizer or chat template of this run, or start a new run.',
  ],
] as const;

/** @throws AppError `blocked` naming what differs between a checkpoint and the run that would resume from it */
export function requireSameRun(checkpoint: CheckpointMetadata, run: RunIdentity): void {
  const part = PARTS.find(([name]) => checkpoint[name] !== run[name]);
  if (!part) return;
  const [, reason, what, remedy] = part;
  throw new AppError({
    code: 'blocked',
    reason,
    message: `The checkpoint of step ${checkpoint.step} was made with ${what}. Resuming from it would not continue the same training.`,
    remedy,
    values: { step: checkpoint.step },
  });
}

/** JSON with sorted keys at every level, so that equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
