// Lists of tools: a project's own, and the one a record uses.

import type { ToolSpec } from './record';

/** Returns the tools that a record is checked, rendered and asked with: its own, or the project's if it has none. */
export function toolsFor(record: { readonly tools: readonly ToolSpec[] }, projectTools: readonly ToolSpec[]): readonly ToolSpec[] {
  return record.tools.length > 0 ? record.tools : projectTools;
}

/** Adds tools to a list by name: a known name replaces that tool in its place, new tools come last. */
export function mergeTools(tools: readonly ToolSpec[], added: readonly ToolSpec[]): ToolSpec[] {
  const byName = new Map([...tools, ...added].map((tool) => [tool.name, tool]));
  return [...byName.values()];
}
