// Changes to the project's list of tools.

import type { ToolSpec } from '../../core/record';
import type { Dictionary } from '../../i18n';
import { showToast } from '../../ui';
import { setTools, undo, useProject } from '../project';

function current(): readonly ToolSpec[] {
  return useProject.getState().view?.tools ?? [];
}

/** Adds the tool, or puts it in place of the one named `replaces`. @returns whether it was saved. */
export async function saveTool(tool: ToolSpec, replaces: string | null): Promise<boolean> {
  const tools = current();
  const next = replaces === null ? [...tools, tool] : tools.map((known) => (known.name === replaces ? tool : known));
  return (await setTools(next)) !== undefined;
}

export async function deleteTool(name: string, t: Dictionary): Promise<void> {
  const saved = await setTools(current().filter((tool) => tool.name !== name));
  if (saved) showToast({ text: t.data.done.toolDeleted(name), action: { label: t.shell.undo, run: () => void undo() } });
}
