// Where a shape is measured: in Node and in a browser page, both with the sources as Vite makes them.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { chromium } from 'playwright';
import { build, createServer } from 'vite';
import { browserFlags, ensureBrowser } from '../browser.mjs';
import { repository } from '../build.mjs';

/** @typedef {import('../../src/ml/bench/measure').Measurement} Measurement */
/** @typedef {import('../../src/core/training/run').Backend} Backend */
/** @typedef {{ measure: (shape: string, backend: Backend, steps: number) => Promise<Measurement>, close: () => Promise<void> }} Site */

const MEASURE = 'src/ml/bench/measure.ts';
const TENSORFLOW = ['core', 'core/dist/register_all_gradients', 'backend-cpu', 'backend-wasm', 'backend-webgpu'].map(
  (name) => `@tensorflow/tfjs-${name}`,
);
const WASM_FOLDER = `${join(repository, 'node_modules', '@tensorflow', 'tfjs-backend-wasm', 'dist')}/`;
const COMMON = /** @type {const} */ ({ root: repository, logLevel: 'error' });

/** @returns {Promise<Site & { shapes: typeof import('../../src/ml/bench/shapes') }>} */
export async function nodeSite() {
  const outDir = join(repository, '.cache', 'bench-node');
  // As CommonJS: TensorFlow.js's packages are no modules of Node, and look for `require` and `__dirname`.
  await build({
    ...COMMON,
    configFile: false,
    publicDir: false,
    resolve: { mainFields: ['module', 'main'] },
    ssr: { noExternal: true },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: {
        input: { measure: join(repository, MEASURE), shapes: join(repository, 'src/ml/bench/shapes.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
      },
    },
  });
  const load = createRequire(import.meta.url);
  const { measure } = load(join(outDir, 'measure.cjs'));
  return {
    shapes: load(join(outDir, 'shapes.cjs')),
    measure: (shape, backend, steps) => measure(shape, backend, { wasmPath: WASM_FOLDER }, steps),
    close: async () => undefined,
  };
}

/** @param {{ software: boolean }} options `software`: WebGPU on the CPU, for its count of dispatches @returns {Promise<Site>} */
export async function browserSite({ software }) {
  const server = await createServer({
    ...COMMON,
    cacheDir: join(repository, '.cache', 'bench-browser'),
    optimizeDeps: { include: TENSORFLOW, entries: [MEASURE] },
    server: { host: '127.0.0.1', port: 0, hmr: false, watch: null },
    plugins: [blankPage()],
  });
  await server.listen();
  const browser = await chromium.launch({ executablePath: await ensureBrowser(), args: browserFlags({ software }) });
  const address = server.resolvedUrls?.local[0] ?? '';
  return {
    measure: async (shape, backend, steps) => {
      // A page for each: the memory of the one before is gone.
      const page = await browser.newPage();
      try {
        await page.goto(`${address}blank`);
        const argument = { path: `/${MEASURE}`, shape, backend, steps, assets: { wasmPath: '/wasm/', allowSoftware: software } };
        return await page.evaluate(async ({ path, ...rest }) => {
          const { measure } = await import(path);
          return measure(rest.shape, rest.backend, rest.assets, rest.steps);
        }, argument);
      } finally {
        await page.close();
      }
    },
    close: async () => {
      await browser.close();
      await server.close();
    },
  };
}

/** @returns {import('vite').Plugin} */
function blankPage() {
  return {
    name: 'tooltune:bench-page',
    configureServer(server) {
      server.middlewares.use('/blank', (_request, response) => {
        response.setHeader('Content-Type', 'text/html');
        response.end('<!doctype html><title>ToolTune bench</title>');
      });
    },
  };
}
