// Where a person stands on the way to their own tools. Kept for each project in localStorage, so that they can leave at
// any step and come back; tools, rows and runs are the project's own.

import * as z from 'zod/mini';
import { create } from 'zustand';
import type { GeneratorPlan } from '../../core/generator';
import { useProject } from '../project';
import { defaultSteps } from './teaching-recipe';

export const stages = ['describe', 'rows', 'teach'] as const;
export type Stage = (typeof stages)[number];
export const rowSources = ['templates', 'typed', 'imported'] as const;
export type RowSource = (typeof rowSources)[number];

export interface OwnToolsState {
  readonly stage: Stage;
  readonly source: RowSource;
  /** null until the rows were looked at. */
  readonly plan: GeneratorPlan | null;
  /** The project's rows are those of the plan as it is. */
  readonly made: boolean;
  /** Optimizer steps, as typed. */
  readonly steps: string;
}

const fresh: OwnToolsState = { stage: 'describe', source: 'templates', plan: null, made: false, steps: String(defaultSteps) };

const lines = z.array(z.string());
const share = z.number().check(z.gte(0), z.lte(100));
const planOptions = { languages: z.array(z.enum(['en', 'zh-CN'])), seed: z.int(), noCallShare: share, twoCallsShare: share };
const plan = z.object({
  ...planOptions,
  trainRecords: z.int(),
  heldOutRecords: z.int(),
  noCallPatterns: lines,
  trainedValues: lines,
  tools: z.array(z.object({ tool: z.string(), patterns: lines, values: z.record(z.string(), lines) })),
});
/** A plan as earlier versions stored it. */
const earlierPlan = z.pipe(
  z.object({
    ...planOptions,
    rows: z.int(),
    heldOut: z.int(),
    noCallFrames: lines,
    trainedValues: z._default(lines, []),
    tools: z.array(z.object({ tool: z.string(), frames: lines, values: z.record(z.string(), lines) })),
  }),
  z.transform(({ rows, heldOut, noCallFrames, tools, ...kept }) => ({
    ...kept,
    trainRecords: rows,
    heldOutRecords: heldOut,
    noCallPatterns: noCallFrames,
    tools: tools.map(({ frames, ...tool }) => ({ ...tool, patterns: frames })),
  })),
);
const stored = z.object({
  stage: z.enum(stages),
  source: z.enum(rowSources),
  plan: z.nullable(z.union([plan, earlierPlan])),
  made: z.boolean(),
  steps: z.string(),
});

const PREFIX = 'tooltune.own-tools.';

function read(projectId: string | undefined): OwnToolsState {
  const text = projectId === undefined ? null : localStorage.getItem(PREFIX + projectId);
  if (text === null) return fresh;
  try {
    const parsed = z.safeParse(stored, JSON.parse(text));
    return parsed.success ? parsed.data : fresh;
  } catch {
    // Not JSON: somebody else's value under our key.
    return fresh;
  }
}

export const useOwnTools = create<OwnToolsState>(() => read(useProject.getState().view?.id));

export function changeOwnTools(change: Partial<OwnToolsState>): void {
  useOwnTools.setState(change);
  const projectId = useProject.getState().view?.id;
  if (projectId !== undefined) localStorage.setItem(PREFIX + projectId, JSON.stringify(useOwnTools.getState()));
}

/** Another plan gives other rows than those that stand in the project. */
export function changePlan(plan: GeneratorPlan): void {
  changeOwnTools({ plan, made: false });
}

/** Places of projects that are gone. */
function forgetDeleted(projectIds: ReadonlySet<string>): void {
  const keys = Array.from({ length: localStorage.length }, (_, index) => localStorage.key(index) ?? '');
  for (const key of keys) {
    if (key.startsWith(PREFIX) && !projectIds.has(key.slice(PREFIX.length))) localStorage.removeItem(key);
  }
}

useProject.subscribe((state, before) => {
  if (state.view?.id !== before.view?.id) useOwnTools.setState(read(state.view?.id));
  if (state.projects.length < before.projects.length) forgetDeleted(new Set(state.projects.map(({ id }) => id)));
});
