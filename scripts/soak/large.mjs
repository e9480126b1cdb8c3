// npm run soak:large [-- wasm|cpu]: a random checkpoint in the shape of Qwen3-0.6B is loaded tensor by tensor and takes
// one LoRA step of 64 tokens. `-- export`: it is exported in F32, 2.4 GB in shards, and loaded by transformers and PEFT.
// `-- intake`: a browser takes it in from a folder and from a zip. Not part of the tests: it needs 1.2 GB of disk (under
// .cache/; an export 9 GB, an intake 4 GB) and 5 GB of memory.
// Run by Vitest, which knows how to load TensorFlow.js in Node.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startVitest } from 'vitest/node';

const [, , what = 'wasm'] = process.argv;
process.env['TOOLTUNE_SOAK_BACKEND'] = what;
const vitest = await startVitest(
  'test',
  [],
  {
    root: join(dirname(fileURLToPath(import.meta.url)), '..', '..'),
    config: false,
    watch: false,
    environment: 'node',
    include: [`scripts/soak/large-${['export', 'intake'].includes(what) ? what : 'step'}.soak.ts`],
    server: { deps: { inline: [/@tensorflow\//] } },
    disableConsoleIntercept: true,
  },
  { resolve: { mainFields: ['module', 'main'] } },
);
await vitest.close();
