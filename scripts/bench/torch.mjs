// PyTorch on the same CPU, where there is a Python that has it: the one of TOOLTUNE_PYTHON or of `npm run reference`.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from '../build.mjs';

/** @typedef {{ shape: string, threads: number, trainedPerSecond: number }} TorchSpeed */

const ENVIRONMENT = join(repository, '.cache', 'reference');
const PYTHONS = [process.env.TOOLTUNE_PYTHON, join(ENVIRONMENT, 'bin', 'python'), join(ENVIRONMENT, 'Scripts', 'python.exe')];

/** @param {object} request see reference/bench/bench_torch.py @returns {TorchSpeed[]} none where no Python has PyTorch */
export function measureTorch(request) {
  const python = PYTHONS.find((path) => path !== undefined && existsSync(path));
  if (!python) return [];
  const { status, stdout } = spawnSync(python, [join(repository, 'reference', 'bench', 'bench_torch.py')], {
    input: JSON.stringify(request),
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error('The bench of PyTorch failed: see the lines above.');
  return JSON.parse(stdout);
}
