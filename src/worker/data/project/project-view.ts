// A project as the page sees it.

import type { Recipe } from '../../../core/recipe';
import { selectedCheckpoint } from '../../../core/training';
import { neighbours, readSources } from '../../../storage/operations';
import { listRuns, readManifests, readRun, readToolCallScores } from '../../../storage/runs';
import type { StoredProject, StoredRun } from '../../../storage/schema';
import type { ProjectSummary, ProjectView, RunSummary } from '../../protocol';
import type { DataContext, OpenProject } from './context';

const SPARK_POINTS = 60;
/** A checkpoint holds each trained tensor and AdamW's two moments of it. */
const TENSORS_PER_TRAINABLE = 3;

export function projectSummary({ id, name, createdAt, changedAt, records }: StoredProject): ProjectSummary {
  return { id, name, createdAt, changedAt, records };
}

/** Key of the settings that a check depends on. When they change, the check is stale. */
export function recipeKey(recipe: Recipe): string {
  return JSON.stringify([recipe.model, recipe.format, recipe.train.max_length, recipe.train.assistant_only_loss]);
}

export function checkIsStale({ check, project }: OpenProject, recipe: Recipe = project.recipe): boolean {
  return check === null || check.revision !== project.revision || check.recipeKey !== recipeKey(recipe);
}

/** Returns at most `points` of the values, evenly spread, including the last one. */
function thinned(values: readonly number[], points: number): number[] {
  if (values.length <= points) return [...values];
  return Array.from({ length: points }, (_, index) => values[Math.round((index * (values.length - 1)) / (points - 1))] ?? 0);
}

async function runSummary(context: DataContext, run: StoredRun, revision: number): Promise<RunSummary> {
  const [whole, scores, manifests] = await Promise.all([
    readRun(context.database, run.id),
    readToolCallScores(context.database, run.id),
    readManifests(context.database, run.id),
  ]);
  const losses = whole.log.map((report) => report.loss);
  const exact = scores?.tuned.metrics.exact;
  return {
    id: run.id,
    name: run.name,
    createdAt: run.createdAt,
    state: run.state,
    step: run.step,
    steps: run.plan.steps,
    selectedCheckpoint: selectedCheckpoint(whole),
    loss: losses.at(-1) ?? null,
    exact: exact && exact.of > 0 ? exact.right / exact.of : null,
    modelId: run.modelId,
    ...(run.recipe.train.method === 'lora' ? { adapterBytes: (manifests[0]?.bytes ?? 0) / TENSORS_PER_TRAINABLE } : {}),
    recordsChanged: run.revision !== revision,
    spark: thinned(losses, SPARK_POINTS),
  };
}

export async function projectView(context: DataContext, open: OpenProject): Promise<ProjectView> {
  const { project, index, check } = open;
  const [sources, { undo, redo }, runs] = await Promise.all([
    readSources(context.database, project),
    neighbours(context.database, project),
    listRuns(context.database, project.id),
  ]);
  const train = index.filter((line) => line.split === 'train').length;
  return {
    ...projectSummary(project),
    tools: project.tools,
    sources,
    recipe: project.recipe,
    train,
    eval: index.length - train,
    undo: undo?.operation ?? null,
    redo: redo?.operation ?? null,
    latestCheck: check && { errors: check.report.errors, warnings: check.report.warnings, stale: checkIsStale(open) },
    runs: await Promise.all(runs.map((run) => runSummary(context, run, project.revision))),
    revision: project.revision,
  };
}
