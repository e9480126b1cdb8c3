import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { browserFlags, findBrowser } from './scripts/browser.mjs';
import { contentSecurityPolicy } from './scripts/vite/content-security-policy.mjs';
import { networkFrame } from './scripts/vite/network-frame.mjs';
import { runtimeAssets } from './scripts/vite/runtime-assets.mjs';

const withoutOnnx = [
  { find: /^onnxruntime-(web|node|common)(\/.*)?$/, replacement: fileURLToPath(new URL('./stubs/onnxruntime-web.mjs', import.meta.url)) },
];
const tensorflow = [
  '@tensorflow/tfjs-core',
  '@tensorflow/tfjs-core/dist/register_all_gradients',
  '@tensorflow/tfjs-backend-cpu',
  '@tensorflow/tfjs-backend-wasm',
  '@tensorflow/tfjs-backend-webgpu',
];

export default defineConfig(async () => ({
  // Relative: the build runs from any static host, under any sub-path.
  base: './',
  // No single-page fallback: a missing optional file must answer 404, loaders probe for some.
  appType: 'mpa' as const,
  plugins: [react(), runtimeAssets(), networkFrame(), contentSecurityPolicy()],
  resolve: { alias: withoutOnnx },
  worker: { format: 'es' as const, plugins: () => [] },
  build: { target: 'es2023', chunkSizeWarningLimit: 1200 },
  optimizeDeps: { entries: ['index.html', 'src/**/*.worker.ts'] },
  test: {
    reporters: ['default'],
    projects: [
      {
        extends: true as const,
        resolve: { mainFields: ['module', 'main'] },
        test: {
          name: 'node',
          environment: 'node',
          include: ['src/**/*.test.{ts,tsx}', 'scripts/**/*.test.ts'],
          server: { deps: { inline: [/@tensorflow\//] } },
          testTimeout: 60_000,
        },
      },
      {
        extends: true as const,
        optimizeDeps: { include: tensorflow },
        test: {
          name: 'browser',
          include: ['src/**/*.browser.ts'],
          testTimeout: 240_000,
          fileParallelism: false,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            instances: [{ browser: 'chromium' as const }],
            provider: playwright({ launchOptions: { ...(await executable()), args: browserFlags({ software: true }) } }),
          },
        },
      },
    ],
  },
}));

async function executable() {
  const executablePath = await findBrowser();
  return executablePath ? { executablePath } : {};
}
