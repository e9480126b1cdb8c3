// npm run starter [-- OPTIONS]: trains, exports and measures the pretrained starter (reference/starter/run.py).
// Afterwards, `node scripts/take-starter.mjs FOLDER` copies the folder that it prints into the page.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { repository } from './build.mjs';
import { ensurePython } from './reference/python.mjs';

const ROOT = join(repository, 'reference');
const python = ensurePython(join(ROOT, 'requirements.txt'), join(repository, '.cache', 'reference'));
const { status } = spawnSync(python, [join(ROOT, 'starter', 'run.py'), ...process.argv.slice(2)], { cwd: repository, stdio: 'inherit' });
process.exitCode = status ?? 1;
