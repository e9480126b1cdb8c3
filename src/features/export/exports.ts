// Exports through the workers, and opens a recipe.

import type { DatasetExport, ExportedSplit } from '../../core/exports';
import type { Recipe } from '../../core/recipe';
import { type ExportedWeights, exportWeights, type WeightsRequest } from '../../worker/export-weights';
import type { DatasetExportResult } from '../../worker/protocol';
import { openProjectId, readRecipe, runTask, setRecipe, useProject, workers } from '../project';

/** Exports a dataset without showing it as busy. */
export async function previewDataset(format: DatasetExport, split: ExportedSplit): Promise<DatasetExportResult> {
  const { data } = await workers();
  return data.call('exportDataset', { projectId: openProjectId(), format, split });
}

/** Exports a dataset, shown as busy. */
export function exportDataset(format: DatasetExport, split: ExportedSplit): Promise<DatasetExportResult | undefined> {
  return runTask('export', async ({ onProgress, signal }) => {
    const { data } = await workers();
    return data.call('exportDataset', { projectId: openProjectId(), format, split }, { onEvent: onProgress, signal });
  });
}

/** Exports the weights of a run, shown as busy. */
export function exportModel(request: WeightsRequest): Promise<ExportedWeights | undefined> {
  return runTask('export', async ({ onProgress, signal }) => exportWeights(await workers(), request, { onEvent: onProgress, signal }));
}

/**
 * Makes the settings of a `config.yaml` those of the project.
 * @returns the settings without a meaning here; undefined if the file could not be read, which the shell shows
 */
export function openRecipe(file: File, current: Recipe): Promise<readonly string[] | undefined> {
  return runTask('open', async () => {
    const { recipe, ignored } = readRecipe(await file.text(), current, useProject.getState());
    await setRecipe(recipe);
    return ignored;
  });
}
