// `--set train.seed=2` changes single settings of a recipe before it runs. The file itself is not changed.
import { parse, parseDocument } from 'yaml';

/**
 * @param {string} recipeText @param {readonly string[]} overrides each `path.to.setting=value`, with the value in YAML
 * @returns {string} without overrides the unchanged text, so that line numbers in errors are those of the file
 */
export function applyOverrides(recipeText, overrides) {
  if (overrides.length === 0) return recipeText;
  const document = parseDocument(recipeText);
  for (const override of overrides) {
    const at = override.indexOf('=');
    if (at < 1) throw new Error(`--set ${override}: write it as --set train.seed=2`);
    document.setIn(override.slice(0, at).split('.'), parse(override.slice(at + 1)));
  }
  return String(document);
}
