// Changes to the project's list of tools.

import type { ToolSpec } from '../../core/record';
import { mergeTools } from '../../core/tools';
import type { Dictionary } from '../../i18n';
import { showToast } from '../../ui';
import { createProject, setTools, undo, useProject } from '../project';

function current(): readonly ToolSpec[] {
  return useProject.getState().view?.tools ?? [];
}

/** Adds the tool, or puts it in place of the one named `replaces`; the first one makes a project. @returns whether it was saved. */
export async function saveTool(tool: ToolSpec, replaces: string | null, t: Dictionary): Promise<boolean> {
  const tools = current();
  return saveTools(replaces === null ? [...tools, tool] : tools.map((known) => (known.name === replaces ? tool : known)), t);
}

/** Tools take the place of those of the same name; new ones come last. @returns whether they were saved. */
export function addTools(tools: readonly ToolSpec[], t: Dictionary): Promise<boolean> {
  return saveTools(mergeTools(current(), tools), t);
}

async function saveTools(tools: readonly ToolSpec[], t: Dictionary): Promise<boolean> {
  if (!useProject.getState().view && !(await createProject(t.data.tools.projectName))) return false;
  return (await setTools(tools)) !== undefined;
}

export async function deleteTool(name: string, t: Dictionary): Promise<void> {
  const saved = await setTools(current().filter((tool) => tool.name !== name));
  if (saved) showToast({ text: t.data.done.toolDeleted(name), action: { label: t.shell.undo, run: () => void undo() } });
}
