// Handlers for models, exports, the room that is left, and the probe of the page's policy.

import { isBuiltIn } from '../../core/built-in-models';
import { AppError } from '../../core/failure';
import { probeConnection } from '../csp-probe';
import type { DataCalls, StorageView } from '../protocol';
import type { Handlers } from '../rpc';
import { exportDataset } from './exports/export-dataset';
import { exportModel } from './exports/export-model';
import { requireIdle, requireNoAdapters } from './models/adapters';
import { addModel, inspectModel } from './models/add-model';
import { starterCard } from './models/built-in-files';
import { modelFolder } from './models/folder-text';
import { listModels, readStoredModel } from './models/model-files';
import type { DataContext } from './project/context';
import { openProject, runInTurn } from './project/open-project';

type ModelCalls = Pick<DataCalls, 'listModels' | 'starterCard' | 'inspectModel' | 'addModel' | 'deleteModel'>;
type ExportCalls = Pick<DataCalls, 'exportDataset' | 'exportModel'>;
type StorageCalls = Pick<DataCalls, 'storage' | 'persist' | 'probe'>;

const ASKED = 'persistenceAsked';

export function modelHandlers(context: DataContext): Handlers<ModelCalls> {
  return {
    listModels: () => listModels(context),
    starterCard: () => starterCard(context),
    inspectModel: ({ files }) => inspectModel(files),
    addModel: (request, emit, signal) => addModel(context, request, emit, signal),
    deleteModel: async ({ modelId }) => {
      if (isBuiltIn(modelId)) {
        throw new AppError({ code: 'bad-input', message: `The model ${modelId} is part of the page and cannot be deleted.` });
      }
      await readStoredModel(context.database, modelId);
      await requireIdle(context, (run) => run.modelId === modelId);
      await requireNoAdapters(context.database, modelId);
      await context.database.delete('models', modelId);
      await context.files.delete(modelFolder(modelId));
      return null;
    },
  };
}

export function exportHandlers(context: DataContext): Handlers<ExportCalls> {
  return {
    exportDataset: async ({ projectId, format, split }, emit, signal) => {
      const open = await openProject(context, projectId);
      return runInTurn(open, () => exportDataset(context, open, { format, split }, emit, signal));
    },
    exportModel: (request, emit, signal) => exportModel(context, request, emit, signal),
  };
}

/** The browser's side of {@link StorageView}. */
export interface StorageEstimates {
  estimate(): Promise<{ usage?: number; quota?: number }>;
  persisted(): Promise<boolean>;
}

export function storageHandlers(context: DataContext, storage: StorageEstimates): Handlers<StorageCalls> {
  const view = async (): Promise<StorageView> => {
    const [{ usage = 0, quota = 0 }, persisted, asked] = await Promise.all([
      storage.estimate(),
      storage.persisted(),
      context.database.get('settings', ASKED),
    ]);
    return { usage, quota, persisted: persisted || asked ? persisted : null };
  };
  return {
    storage: view,
    // Only a page can ask; it has done so when it calls this, and the answer is read here.
    persist: async () => {
      await context.database.put('settings', { name: ASKED, value: true });
      return view();
    },
    probe: ({ url }) => probeConnection(url),
  };
}
