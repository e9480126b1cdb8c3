// The way from a problem of the templates to the lines a person mends.

import type { PatternProblem } from '../../core/generator';

/** What `data-lines` of a text area says: sentences, or the values of a parameter. */
export const SENTENCES = 'sentences';

export function valuesOf(parameter: string): string {
  return `{${parameter}}`;
}

/** Opens the editor below `root` that holds the lines to mend, and goes to them. */
export function goToLines(root: HTMLElement, problem: PatternProblem): void {
  if (!('tool' in problem)) return;
  const editor = root.querySelector(`[data-tool=${CSS.escape(problem.tool)}]`);
  if (!(editor instanceof HTMLDetailsElement)) return;
  editor.open = true;
  const ofValues = problem.kind === 'no_values' || problem.kind === 'bad_value';
  const lines = editor.querySelector(`[data-lines=${CSS.escape(ofValues ? valuesOf(problem.parameter) : SENTENCES)}]`);
  if (!(lines instanceof HTMLTextAreaElement)) return;
  lines.focus();
  const line = 'pattern' in problem ? problem.pattern : problem.kind === 'bad_value' ? problem.value : null;
  if (line === null) return;
  const start = `\n${lines.value}\n`.indexOf(`\n${line}\n`);
  if (start >= 0) lines.setSelectionRange(start, start + line.length);
}
