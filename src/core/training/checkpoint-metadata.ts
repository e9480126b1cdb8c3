// What a checkpoint's safetensors file says of itself, in `__metadata__`: `format` and `step` as any reader expects
// them, and one JSON text under `tooltune` with the rest.

import * as z from 'zod/mini';
import { AppError } from '../failure';

const VERSION = 1;

const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
const schema = z.object({
  version: z.literal(VERSION),
  /** Optimizer steps done. With `seed` it is the data cursor, the schedule's position and all of the random state. */
  step: z.int().check(z.nonnegative()),
  /** Times the rows were seen. */
  epoch: z.number(),
  seed: z.int(),
  /** SHA-256 of what determines the losses, by part. */
  settings: hash,
  rows: hash,
  base: hash,
  /** Version of ToolTune that wrote it. */
  tooltune: z.string(),
  /** Lowest held-out loss so far. */
  best: z.nullable(z.object({ step: z.int(), loss: z.number() })),
  /** Steps skipped so far. */
  skipped: z.int(),
});
export type CheckpointMetadata = z.infer<typeof schema>;

/** The hashes that a run and its checkpoints have in common. */
export type RunIdentity = Pick<CheckpointMetadata, 'base' | 'settings' | 'rows'>;

export function writeMetadata(metadata: Omit<CheckpointMetadata, 'version'>): Record<string, string> {
  return { format: 'pt', step: String(metadata.step), tooltune: JSON.stringify({ version: VERSION, ...metadata }) };
}

/**
 * @param metadata of the file
 * @returns null for a checkpoint of a ToolTune that wrote none
 * @throws AppError `unsupported` for one that cannot be read: a newer version wrote it
 */
export function readMetadata(metadata: ReadonlyMap<string, string>, step: number): CheckpointMetadata | null {
  const text = metadata.get('tooltune');
  if (text === undefined) return null;
  const read = schema.safeParse(jsonOf(text));
  if (read.success) return read.data;
  throw new AppError({
    code: 'unsupported',
    reason: 'checkpoint_unreadable',
    message: `The checkpoint of step ${step} says of itself what this version of ToolTune cannot read.`,
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

/** Says in order of weight: another base model makes all else meaningless. */
const PARTS = [
  ['base', 'checkpoint_of_other_base', 'another base model', 'Add the model again that the run was made with, or start a new run.'],
  ['settings', 'checkpoint_of_other_settings', 'other settings', 'Start a new run with the settings you want.'],
  [
    'rows',
    'checkpoint_of_other_rows',
    'other rows: the records, the tokenizer or the chat template differ',
    'Bring back the tokenizer or chat template the run was made with, or start a new run.',
  ],
] as const;

/** @throws AppError `blocked` that names what differs between a checkpoint and the run that wants to go on from it */
export function requireSameRun(checkpoint: CheckpointMetadata, run: RunIdentity): void {
  const part = PARTS.find(([name]) => checkpoint[name] !== run[name]);
  if (!part) return;
  const [, reason, what, remedy] = part;
  throw new AppError({
    code: 'blocked',
    reason,
    message: `The checkpoint of step ${checkpoint.step} was made with ${what}; going on from it would not be the same training.`,
    remedy,
    values: { step: checkpoint.step },
  });
}

/** JSON with keys in order at every level: equal values give equal texts, however they were built. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
