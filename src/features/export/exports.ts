// The exports, asked of the data worker.

import type { DatasetExport, ExportedSplit } from '../../core/exports';
import type { Recipe } from '../../core/recipe';
import type { ElementType } from '../../core/weights';
import type { ExportCheck, WeightsKind } from '../../core/weights-export';
import type { DatasetExportResult, ExportedFile, RunSummary } from '../../worker/protocol';
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

export interface WrittenWeights {
  readonly files: readonly ExportedFile[];
  /** Of a whole model whose weights are not the same bits as the trained ones. */
  readonly check: ExportCheck | null;
}

/** The run's weights; a whole model is measured against the trained one first. */
export function writeModel(run: RunSummary, kind: WeightsKind, dtype: ElementType): Promise<WrittenWeights | undefined> {
  return runTask('export', async ({ onProgress, signal }) => {
    const { data, train } = await workers();
    const runId = run.id;
    const check = kind === 'merged' ? await train.call('checkExport', { runId, dtype }, { signal }) : null;
    const request = { runId, kind, dtype, ...(check ? { check } : {}) };
    return { files: await data.call('exportModel', request, { onEvent: onProgress, signal }), check };
  });
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
