import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CommitManifest,
  type OpenedCheckpoint,
  openNewestCheckpoint,
  runFolder,
  saveCheckpoint,
  sweepCheckpoints,
} from './checkpoints';
import type { FileStore } from './files';
import { memoryFiles } from './memory-files';
import type { CheckpointManifest } from './schema';

const RUN = 'run';

/** Manifests in memory that follow the rule of commitManifest (runs.ts): keep the newest `keep`, and none of a later step. */
function memoryManifests(keep: number) {
  let manifests: CheckpointManifest[] = [];
  const commit: CommitManifest = async (manifest) => {
    const before = manifests;
    manifests = [manifest, ...before.filter((other) => other.step < manifest.step)].slice(0, keep);
    const named = new Set(manifests.map((other) => other.file));
    return before.map((other) => other.file).filter((file) => !named.has(file));
  };
  return { commit, all: () => manifests };
}

function content(step: number, size = 64): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, index) => (step * 31 + index * 7) & 0xff);
}

async function contentOf(found: OpenedCheckpoint['found']) {
  return found && { step: found.step, bytes: new Uint8Array(await found.blob.arrayBuffer()) };
}

async function saved(steps: readonly number[]) {
  const contents = new Map<string, Uint8Array<ArrayBuffer>>();
  const files = memoryFiles(contents);
  const { commit, all } = memoryManifests(2);
  for (const step of steps) await saveCheckpoint(files, commit, RUN, step, [content(step)]);
  return { contents, files, commit, all };
}

describe('saveCheckpoint', () => {
  test('keeps the newest two checkpoints and deletes the older ones', async () => {
    const { contents, files, all } = await saved([50, 100, 150]);
    expect([...contents.keys()]).toEqual(['runs/run/checkpoint-100.safetensors', 'runs/run/checkpoint-150.safetensors']);
    const { found, damaged } = await openNewestCheckpoint(files, all());
    expect(await contentOf(found)).toEqual({ step: 150, bytes: content(150) });
    expect(damaged).toEqual([]);
  });

  test('a checkpoint that was cut or changed at any byte is reported, and the other one opens', async () => {
    const damage = fc.record({ newest: fc.boolean(), at: fc.nat(63), change: fc.option(fc.integer({ min: 1, max: 255 })) });
    await fc.assert(
      fc.asyncProperty(damage, async ({ newest, at, change }) => {
        const { contents, files, all } = await saved([50, 100]);
        const step = newest ? 100 : 50;
        const path = `${runFolder(RUN)}/checkpoint-${step}.safetensors`;
        const bytes = content(step);
        if (change === null) contents.set(path, bytes.slice(0, at));
        else
          contents.set(
            path,
            bytes.map((value, index) => (index === at ? value ^ change : value)),
          );
        const { found, damaged } = await openNewestCheckpoint(files, all());
        expect(found?.step).toBe(newest ? 50 : 100);
        expect((await contentOf(found))?.bytes).toEqual(content(newest ? 50 : 100));
        expect(damaged).toEqual(newest ? [{ step: 100, problem: change === null ? 'wrong_length' : 'wrong_checksum' }] : []);
      }),
      { numRuns: 300 },
    );
  });

  test('nothing opens when both checkpoints are damaged, and both are reported', async () => {
    const { contents, files, all } = await saved([50, 100]);
    for (const path of contents.keys()) contents.set(path, new Uint8Array());
    expect(await openNewestCheckpoint(files, all())).toEqual({
      found: null,
      damaged: [
        { step: 100, problem: 'wrong_length' },
        { step: 50, problem: 'wrong_length' },
      ],
    });
  });

  /** A store that dies before its n-th operation, or in the middle of a write. */
  function dying(files: FileStore, operations: number, tornBytes: number): FileStore {
    let remaining = operations;
    const live = () => {
      remaining -= 1;
      if (remaining < 0) throw new Error('killed');
    };
    return {
      ...files,
      async write(path, parts) {
        const all: Uint8Array[] = [];
        for await (const part of parts) all.push(part);
        await files.write(path, [all[0]?.slice(0, tornBytes) ?? new Uint8Array()]);
        live();
        await files.write(path, all);
      },
      async delete(path) {
        live();
        await files.delete(path);
      },
    };
  }

  test('the new or the previous checkpoint opens when a save is killed between or within any two operations', async () => {
    const when = fc.record({ operations: fc.nat(3), tornBytes: fc.nat(64), commits: fc.boolean(), again: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(when, async ({ operations, tornBytes, commits, again }) => {
        const { files, commit, all } = await saved([50, 100]);
        const commitOrDie: CommitManifest = async (manifest) => {
          if (!commits) throw new Error('killed');
          return commit(manifest);
        };
        await saveCheckpoint(dying(files, operations, tornBytes), commitOrDie, RUN, 150, [
          content(150).subarray(0, 20),
          content(150).subarray(20),
        ]).catch(() => undefined);
        const { found, damaged } = await openNewestCheckpoint(files, all());
        expect(damaged).toEqual([]);
        expect([100, 150]).toContain(found?.step);
        expect((await contentOf(found))?.bytes).toEqual(content(found?.step ?? 0));
        if (!again) return;
        // The next session deletes the leftovers, repeats the steps and saves again.
        await sweepCheckpoints(files, RUN, all());
        await saveCheckpoint(files, commit, RUN, 150, [content(150).subarray(0, 20), content(150).subarray(20)]);
        expect((await openNewestCheckpoint(files, all())).found?.step).toBe(150);
        expect(await files.list(runFolder(RUN))).toHaveLength(2);
      }),
      { numRuns: 200 },
    );
  });

  test('a save at an earlier step drops the manifest of a damaged later checkpoint', async () => {
    const { contents, files, commit, all } = await saved([50, 100]);
    contents.set('runs/run/checkpoint-100.safetensors', new Uint8Array(3));
    await saveCheckpoint(files, commit, RUN, 75, [content(75)]);
    expect(all().map((manifest) => manifest.step)).toEqual([75, 50]);
    expect((await openNewestCheckpoint(files, all())).found?.step).toBe(75);
  });
});
