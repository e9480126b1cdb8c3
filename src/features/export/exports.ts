// The exports, asked of the data worker.

import type { DatasetExport, ExportedSplit } from '../../core/exports';
import type { Recipe } from '../../core/recipe';
import { type ExportedWeights, exportWeights, type WeightsRequest } from '../../worker/export-weights';
import type { DatasetExportResult } from '../../worker/protocol';
import { openProjectId, readRecipe, runTask, setRecipe, useProject, workers } from '../project';

export async function exportDataset(format: DatasetExport, split: ExportedSplit): Promise<DatasetExportResult> {
  const { data } = await workers();
  return data.call('exportDataset', { projectId: openProjectId(), format, split });
}

/** The same, shown as busy. */
export function writeDataset(format: DatasetExport, split: ExportedSplit): Promise<DatasetExportResult | undefined> {
  return runTask('export', async ({ onProgress, signal }) => {
    const { data } = await workers();
    return data.call('exportDataset', { projectId: openProjectId(), format, split }, { onEvent: onProgress, signal });
  });
}

/** Exports the weights of a run, shown as busy. */
export function writeModel(request: WeightsRequest): Promise<ExportedWeights | undefined> {
  return runTask('export', async ({ onProgress, signal }) => exportWeights(await workers(), request, { onEvent: onProgress, signal }));
}

/**
 * Takes over the settings of a `config.yaml`.
 * @returns the recipe's settings that mean nothing here; undefined when it could not be read (shown by the shell)
 */
export function openRecipe(file: File, current: Recipe): Promise<readonly string[] | undefined> {
  return runTask('open', async () => {
    const { recipe, ignored } = readRecipe(await file.text(), current, useProject.getState());
    await setRecipe(recipe);
    return ignored;
  });
}
