// npm run soak: what takes longer than a test may. Three seeds of the sample learn it; a run on shuffled answers does
// not; killing the browser again and again loses nothing. Exit code 0 only if all of it holds.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ensureBuild, repository } from './build.mjs';
import { runHeadless } from './headless/run.mjs';
import { showEvents } from './headless/terminal.mjs';
import { writeShuffledSample } from './soak/shuffled.mjs';

/** @typedef {import('../src/app/headless-report').HeadlessReport} HeadlessReport */

const SAMPLE = join(repository, 'public', 'samples', 'zh-tools');
/** Shares of exact answers on held-out rows. */
const WANTED = { all: 0.95, eachKind: 0.8, shuffledBelow: 0.2 };
const ANSWER = '<function_call>{"name": "get_weather", "arguments": {"city": "北京"}}</function_call>';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    kills: { type: 'string', default: '20' },
    'kill-seed': { type: 'string', default: '1' },
    set: { type: 'string', multiple: true },
  },
});
const scratch = mkdtempSync(join(tmpdir(), 'tooltune-soak-'));
/** @type {string[]} */
const failures = [];

/** @param {boolean} holds @param {string} sentence */
function expect(holds, sentence) {
  console.log(`${holds ? '✓' : '✗'} ${sentence}`);
  if (!holds) failures.push(sentence);
}

/** @param {{ right: number, of: number }} share */
const part = ({ right, of }) => (of > 0 ? right / of : 0);

/** @param {string} name @param {string} folder @param {string[]} overrides @returns {Promise<HeadlessReport | null>} */
async function train(name, folder, overrides) {
  console.log(`\n── ${name}`);
  try {
    const outFolder = join(scratch, name.replaceAll(' ', '-'));
    const configPath = join(folder, 'config.yaml');
    return await runHeadless({
      configPath,
      outFolder,
      overrides: [...(values.set ?? []), ...overrides],
      onEvent: showEvents(process.stdout),
    });
  } catch (error) {
    expect(false, `${name}: ${error instanceof Error ? error.message : error}`);
    return null;
  }
}

ensureBuild();
for (const seed of (values.seeds ?? '').split(',').filter(Boolean)) {
  const report = await train(`seed ${seed}`, SAMPLE, [`train.seed=${seed}`]);
  const tuned = report?.evaluation?.tuned;
  if (!tuned) continue;
  expect(part(tuned.exact) >= WANTED.all, `seed ${seed}: ${tuned.exact.right} of ${tuned.exact.of} held-out answers exact`);
  for (const [kind, share] of Object.entries(tuned.byKind)) {
    expect(part(share) >= WANTED.eachKind, `seed ${seed}: ${kind} ${share.right} of ${share.of}`);
  }
  const answer = report.samples[0]?.after.trim();
  expect(answer === ANSWER, `seed ${seed}: ${report.samples[0]?.request} → ${answer}`);
}

const shuffled = join(scratch, 'shuffled-sample');
writeShuffledSample(SAMPLE, shuffled, 1);
const control = (await train('shuffled answers', shuffled, []))?.evaluation?.tuned;
if (control) expect(part(control.exact) < WANTED.shuffledBelow, `shuffled answers: ${control.exact.right} of ${control.exact.of} exact`);

const kills = Number(values.kills);
if (kills > 0) {
  const seed = values['kill-seed'] ?? '1';
  console.log(`\n── ${kills} kills in the middle of one training, at random points from seed ${seed}`);
  const playwright = join(repository, 'node_modules', 'playwright', 'cli.js');
  const tests = ['test', 'kill.spec.ts', '--workers=1', '--reporter=list'];
  const env = { ...process.env, TOOLTUNE_KILLS: String(kills), TOOLTUNE_KILL_SEED: seed };
  const result = spawnSync(process.execPath, [playwright, ...tests], { cwd: repository, stdio: 'inherit', env });
  expect(result.status === 0, `${kills} kills: the run went on with the losses it would have had`);
}

rmSync(scratch, { recursive: true, force: true });
console.log(failures.length === 0 ? '\nAll of it holds.' : `\n${failures.length} did not hold:\n${failures.join('\n')}`);
process.exitCode = failures.length === 0 ? 0 : 1;
