// npm run bench: training speed of seven shapes in Node and in a browser, on each backend of this machine, beside PyTorch
// on the same CPU. Absolute figures depend on the machine and on what else it does; ratios within one run compare.
import { availableParallelism, cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { browserSite, nodeSite } from './bench/sites.mjs';
import { measureTorch } from './bench/torch.mjs';
import { browserVersion, ensureBrowser } from './browser.mjs';

/** @typedef {import('../src/ml/bench/measure').Measurement} Measurement */

const { values } = parseArgs({
  options: {
    steps: { type: 'string', default: '3' },
    repeats: { type: 'string', default: '2' },
    // Only shapes whose name holds this.
    shape: { type: 'string', default: '' },
    // WebGPU on a software adapter: its dispatches are counted, its speed would say nothing.
    software: { type: 'boolean', default: false },
  },
});
const steps = Number(values.steps);
/** Plain JavaScript is some twenty times slower than wasm: it gets the smallest shape only. */
const SMALLEST = '2 M';

const node = await nodeSite();
const shapes = node.shapes.BENCH_SHAPES.filter(({ name }) => name.includes(values.shape));
const sites = { Node: node, browser: await browserSite({ software: values.software }) };
/** @type {{ site: keyof typeof sites, backend: import('../src/core/training/run').Backend }[]} */
const places = [
  { site: 'Node', backend: 'cpu' },
  { site: 'Node', backend: 'wasm' },
  { site: 'browser', backend: 'wasm' },
  { site: 'browser', backend: 'webgpu' },
];

console.log(
  `${cpus()[0]?.model ?? 'unknown CPU'}, ${availableParallelism()} threads; Node ${process.version}, ${browserVersion(await ensureBrowser())}`,
);
console.log(`${steps} steps, best of ${values.repeats}\n`);

/** @type {Map<string, Measurement>} */
const best = new Map();
for (let repeat = 0; repeat < Number(values.repeats); repeat++) {
  // In turns, so that a busy moment of the machine does not fall on one backend alone.
  for (const { name } of shapes) {
    for (const { site, backend } of places) {
      if (backend === 'cpu' && name !== SMALLEST) continue;
      const key = `${name}|${site}|${backend}`;
      try {
        const measured = await sites[site].measure(name, backend, values.software && backend === 'webgpu' ? 0 : steps);
        console.log(
          `${name} on ${backend} in ${site}: ${speed(measured.trainedPerSecond)} trained tokens/s, ${measured.secondsPerStep.toFixed(2)} s a step`,
        );
        if (measured.trainedPerSecond >= (best.get(key)?.trainedPerSecond ?? 0)) best.set(key, measured);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        if (repeat === 0) console.log(`${name} on ${backend} in ${site}: not measured: ${reason.split('\n')[0]}`);
      }
    }
  }
}
await Promise.all(Object.values(sites).map((site) => site.close()));

const threads = [...new Set([1, availableParallelism()])];
// PyTorch trains all weights: an adapter's step has nothing beside it.
const torch = measureTorch({ steps, threads, shapes: shapes.filter(({ lora }) => lora === undefined) });

console.log(
  '\n| shape | where | backend | adapter | seconds a step | trained tokens/s | inputs/s | kernels per layer | peak MiB | PyTorch on one thread | on all |',
);
console.log('|---|---|---|---|---|---|---|---|---|---|---|');
for (const [key, measured] of best) console.log(row(key.split('|')[1] ?? '', measured));
for (const { shape, threads: used, trainedPerSecond } of torch) {
  console.log(
    `| ${shape} | PyTorch | ${used} ${used === 1 ? 'thread' : 'threads'} | – | – | ${speed(trainedPerSecond)} | – | – | – | – | – |`,
  );
}
process.exitCode = best.size > 0 ? 0 : 1;

/** @param {string} site @param {Measurement} measured */
function row(site, { shape, device, parameters, secondsPerStep, trainedPerSecond, inputsPerSecond, layerKernels, peakBytes }) {
  const { backend, vendor, architecture, description } = device;
  const adapter = backend === 'webgpu' ? [vendor, architecture, description].filter(Boolean).join(' ') : '';
  const kernels = `${layerKernels.gradients} + ${layerKernels.optimizer}`;
  const ratios = [1, availableParallelism()].map((used) =>
    ratio(
      trainedPerSecond,
      torch.find((other) => other.shape === shape && other.threads === used),
    ),
  );
  const cells = [
    `${shape} (${(parameters / 1e6).toFixed(1)} M)`,
    site,
    backend,
    adapter || '–',
    secondsPerStep > 0 ? secondsPerStep.toFixed(2) : '–',
    speed(trainedPerSecond),
    speed(inputsPerSecond),
  ];
  return `| ${[...cells, kernels, peakBytes > 0 ? Math.round(peakBytes / 2 ** 20) : '–', ...ratios].join(' | ')} |`;
}

/** @param {number} ours @param {{ trainedPerSecond: number } | undefined} theirs */
function ratio(ours, theirs) {
  return theirs && ours > 0 ? `${(ours / theirs.trainedPerSecond).toFixed(3)}×` : '–';
}

/** @param {number} tokens per second */
function speed(tokens) {
  if (tokens === 0) return '–';
  return tokens < 100 ? tokens.toFixed(1) : Math.round(tokens);
}
