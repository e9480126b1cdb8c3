// Finds the Python scripts of reference/ for a command, by the verb that their names begin with.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** @typedef {'make' | 'check'} Verb */

/**
 * Returns the paths of `FOLDER/make_*.py` or `FOLDER/check_*.py` below `root`, sorted by name. Throws when a folder of
 * `only` has none.
 * @param {string} root @param {Verb} verb @param {readonly string[]} only folders; all of them when empty
 * @returns {string[]}
 */
export function referenceScripts(root, verb, only) {
  const folders = only.length > 0 ? [...only] : readdirSync(root).sort();
  return folders.flatMap((folder) => {
    const path = join(root, folder);
    const names = existsSync(path) && !folder.includes('.') ? readdirSync(path).sort() : [];
    const found = names.filter((name) => name.startsWith(`${verb}_`) && name.endsWith('.py'));
    if (found.length === 0 && only.length > 0) throw new Error(`reference/${folder} has no ${verb}_*.py.`);
    return found.map((name) => join(path, name));
  });
}
