import { expect, it } from 'vitest';
import type { ToolSpec } from './record';
import { mergeTools, toolsFor } from './tools';

const tool = (name: string, description = ''): ToolSpec => ({ name, description, parametersText: '{}' });

it("uses a record's own tools, and the project's only if it has none", () => {
  const project = [tool('a')];
  expect(toolsFor({ tools: [] }, project)).toBe(project);
  expect(toolsFor({ tools: [tool('b')] }, project)).toEqual([tool('b')]);
});

it('replaces a tool of the same name in its place and appends new tools', () => {
  const merged = mergeTools([tool('a', 'old'), tool('b')], [tool('c'), tool('a', 'new')]);
  expect(merged).toEqual([tool('a', 'new'), tool('b'), tool('c')]);
});
