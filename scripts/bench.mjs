// npm run bench: training speed of the starter on each backend of this machine, in one run, as tokens/s and as ratios.
// Absolute figures depend on the machine and on what else it does; ratios within one run are what compares.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { browserVersion, ensureBrowser } from './browser.mjs';
import { repository } from './build.mjs';
import { runHeadless } from './headless/run.mjs';

/** The first steps compile kernels and fill caches. */
const WARM_UP_STEPS = 5;

const { values } = parseArgs({ options: { steps: { type: 'string', default: '30' }, repeats: { type: 'string', default: '2' } } });
const scratch = mkdtempSync(join(tmpdir(), 'tooltune-bench-'));

/** @typedef {{ step: number, tokens: number, seconds: number }} Step */

/** @param {Step[]} steps */
function speed(steps) {
  const from = steps[WARM_UP_STEPS - 1];
  const to = steps.at(-1);
  if (!from || !to || to.seconds <= from.seconds) return 0;
  return steps.slice(WARM_UP_STEPS).reduce((tokens, step) => tokens + step.tokens, 0) / (to.seconds - from.seconds);
}

/** @param {string} device @returns {Promise<{ speed: number, adapter: string } | string>} the reason where it does not run */
async function measure(device) {
  /** @type {Step[]} */
  const steps = [];
  const settings = { 'train.device': device, 'train.max_steps': String(Number(values.steps) + WARM_UP_STEPS) };
  const off = { 'dataset.eval_files': '[]', 'dataset.eval_fraction': '0', 'train.save_steps': '100000', export: '[]' };
  try {
    const { adapter } = await runHeadless({
      configPath: join(repository, 'public', 'samples', 'zh-tools', 'config.yaml'),
      outFolder: join(scratch, device),
      overrides: Object.entries({ ...settings, ...off }).map(([name, value]) => `${name}=${value}`),
      onEvent: (event) => {
        const { kind, report } = /** @type {{ kind?: string, report?: Step }} */ (event.report ?? {});
        if (event.event === 'training' && kind === 'step' && report) steps.push(report);
      },
    });
    return { speed: speed(steps), adapter: [adapter.vendor, adapter.architecture, adapter.description].filter(Boolean).join(' ') };
  } catch (error) {
    return (error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '';
  }
}

console.log(`${browserVersion(await ensureBrowser())}, ${values.steps} steps of the sample on each backend, best of ${values.repeats}\n`);
/** @type {Map<string, { speed: number, adapter: string }>} */
const best = new Map();
for (let repeat = 0; repeat < Number(values.repeats); repeat++) {
  // In turns, so that a busy moment of the machine does not fall on one backend alone.
  for (const device of ['cpu', 'wasm', 'webgpu']) {
    const result = await measure(device);
    if (typeof result === 'string') {
      if (repeat === 0) console.log(`${device.padEnd(8)} not measured: ${result}`);
    } else if (result.speed > (best.get(device)?.speed ?? 0)) best.set(device, result);
  }
}
const base = best.get('cpu')?.speed;
console.log('\n| backend | tokens/s | against cpu | adapter |\n|---|---|---|---|');
for (const [device, { speed: tokens, adapter }] of best) {
  console.log(`| ${device} | ${Math.round(tokens)} | ${base ? `${(tokens / base).toFixed(1)}×` : '–'} | ${adapter || '–'} |`);
}
rmSync(scratch, { recursive: true, force: true });
process.exitCode = best.size > 0 ? 0 : 1;
