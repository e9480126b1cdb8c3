// The exports, asked of the data worker.

import type { Recipe } from '../../core/recipe/recipe';
import type { Split } from '../../core/record';
import type { DatasetExport, DatasetExportResult } from '../../worker/protocol';
import { openProjectId, readRecipe, runTask, setRecipe, workers } from '../project';

export type Rows = Split | 'all';

export async function exportDataset(format: DatasetExport, split: Rows): Promise<DatasetExportResult> {
  const { data } = await workers();
  return data.call('exportDataset', { projectId: openProjectId(), format, split });
}

/** The same, shown as busy. */
export function writeDataset(format: DatasetExport, split: Rows): Promise<DatasetExportResult | undefined> {
  return runTask('export', async ({ onProgress, signal }) => {
    const { data } = await workers();
    return data.call('exportDataset', { projectId: openProjectId(), format, split }, { onEvent: onProgress, signal });
  });
}

export function writeModel(runId: string): Promise<{ fileName: string; blob: Blob } | undefined> {
  return runTask('export', async ({ onProgress, signal }) => {
    const { data } = await workers();
    return data.call('exportModel', { runId }, { onEvent: onProgress, signal });
  });
}

/**
 * Takes over the settings of a `config.yaml`.
 * @returns the recipe's settings that mean nothing here; undefined when it could not be read (shown by the shell)
 */
export function openRecipe(file: File, current: Recipe, knownModels: readonly string[]): Promise<readonly string[] | undefined> {
  return runTask('open', async () => {
    const { recipe, ignored } = readRecipe(await file.text(), current, knownModels);
    await setRecipe(recipe);
    return ignored;
  });
}
