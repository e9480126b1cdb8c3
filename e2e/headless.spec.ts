// A recipe without a window: `npm run headless`, as a program calls it.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runHeadless } from '../scripts/headless/run.mjs';
import { expect, test } from './test';

const SAMPLE = join('public', 'samples', 'zh-tools', 'config.yaml');
/** Enough to see the loss fall; what is learned in a whole run is shown by the demo and by `npm run soak`. */
const SHORT = ['train.max_steps=12', 'train.device=wasm', 'export_dtype=bfloat16'];

/** Runs the command; its output is what a log would hold. */
function command(args: readonly string[]) {
  return new Promise<{ code: number | null; output: string }>((done) => {
    const child = spawn(process.execPath, ['scripts/headless.mjs', ...args]);
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text: string) => {
        output += text;
      });
    }
    child.on('close', (code) => done({ code, output }));
  });
}

const settings = (values: readonly string[]) => values.flatMap((value) => ['--set', value]);

test('the sample runs from its recipe to its files', async ({ browserName: _ }, info) => {
  const out = info.outputPath('out');
  const { code, output } = await command([SAMPLE, '--out', out, ...settings(SHORT)]);
  expect(output).toContain('Exact on held-out rows');
  expect(output).toMatch(/查一下北京的天气 +get_weather/);
  expect(code).toBe(0);

  const report = JSON.parse(readFileSync(join(out, 'report.json'), 'utf8'));
  expect(report.adapter.backend).toBe('wasm');
  expect(report.rows.refused).toBe(0);
  expect(report.rows.train).toBeGreaterThanOrEqual(200);
  expect(report.rows.eval).toBeGreaterThanOrEqual(60);
  expect(report.tokens.trained).toBeGreaterThan(1000);
  expect(report.steps).toHaveLength(12);
  expect(report.steps[11].loss).toBeLessThan(report.steps[0].loss);
  expect(report.evaluation.base.n).toBe(report.evaluation.tuned.n);

  // What rounding the weights changed, measured.
  expect(report.export_check).toMatchObject({ dtype: 'BF16' });
  expect(report.export_check.relative_difference).toBeGreaterThan(0);
  expect(report.export_check.relative_difference).toBeLessThan(0.05);
  expect(report.files.map(({ name }: { name: string }) => name)).toContainEqual(expect.stringMatching(/-bf16\.zip$/));

  // The sample's first three rows, byte for byte.
  const dataset = readFileSync(join(out, 'qwen_toolcall_train.jsonl'));
  const hash = createHash('sha256').update(dataset.subarray(0, 850)).digest('hex');
  expect(hash).toBe('2304c2150502fa21e13af5773ffb4fa7c649c55b0e36a8dccf924a2684a76790');
});

test('webgpu without a real adapter fails loudly', async ({ browserName: _ }, info) => {
  const run = runHeadless({ configPath: SAMPLE, outFolder: info.outputPath('out'), overrides: ['train.device=webgpu'], software: true });
  await expect(run).rejects.toThrow(/WebGPU/i);
});

test('a wrong recipe and a missing file are named', async ({ browserName: _ }, info) => {
  const folder = info.outputPath('project');
  await mkdir(folder, { recursive: true });
  const recipe = async (name: string, text: string) => {
    await writeFile(join(folder, name), text);
    return command([join(folder, name), '--out', info.outputPath('out')]);
  };
  const misspelled = await recipe('misspelled.yaml', 'version: 1\ntrain:\n  learning_rat: 0.1\n');
  expect(misspelled.code).toBe(1);
  expect(misspelled.output).toMatch(/line 3.*learning_rat/s);
  expect(misspelled.output).toContain('learning_rate');

  const missing = await recipe('missing.yaml', 'version: 1\ndataset: { files: [rows.jsonl] }\n');
  expect(missing.code).toBe(1);
  expect(missing.output).toContain('rows.jsonl');

  const outside = await recipe('outside.yaml', 'version: 1\ndataset: { files: [../../rows.jsonl] }\n');
  expect(outside.code).toBe(1);
  expect(outside.output).toContain('outside');
});
