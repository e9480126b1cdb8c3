// Finds the Python that runs reference/: a virtual environment with exactly the versions of reference/requirements.txt.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { platform } from 'node:os';
import { join } from 'node:path';

const SYSTEM_PYTHONS = ['python3', 'python'];
const OLDEST = [3, 11];
/** A file in the environment with the hash of the requirements that it has. */
const STAMP = 'requirements.sha256';

/** @param {string} command @param {string[]} args */
function succeeds(command, args) {
  return spawnSync(command, args, { stdio: ['ignore', 'inherit', 'inherit'] }).status === 0;
}

/** @param {string} command */
function isNewEnough(command) {
  const test = `import sys; sys.exit(sys.version_info < (${OLDEST.join(', ')}))`;
  return spawnSync(command, ['-c', test], { stdio: 'ignore' }).status === 0;
}

/**
 * Returns the path of a Python with the packages of `requirements`: the one in TOOLTUNE_PYTHON, unchecked, or that of the
 * virtual environment in `folder`, which is created again when the requirements have changed.
 * Throws an error that says what to install.
 * @param {string} requirements path @param {string} folder @returns {string}
 */
export function ensurePython(requirements, folder) {
  if (process.env.TOOLTUNE_PYTHON) return process.env.TOOLTUNE_PYTHON;
  const python = platform() === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python');
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex');
  const stamp = join(folder, STAMP);
  if (existsSync(python) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return python;
  const system = SYSTEM_PYTHONS.find(isNewEnough);
  if (!system) throw new Error(`Install Python ${OLDEST.join('.')} or later, or set TOOLTUNE_PYTHON to its path, and run this again.`);
  console.log(`Creating a virtual environment in ${folder}. This takes minutes the first time.`);
  mkdirSync(folder, { recursive: true });
  const created =
    succeeds(system, ['-m', 'venv', '--clear', folder]) &&
    succeeds(python, ['-m', 'pip', 'install', '--disable-pip-version-check', '-q', '-r', requirements]);
  if (!created) throw new Error('The virtual environment could not be created. The output above says why.');
  writeFileSync(stamp, wanted);
  return python;
}
