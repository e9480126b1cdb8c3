// Handlers for exports: datasets and weights.

import type { DataCalls } from '../../protocol';
import type { Handlers } from '../../rpc';
import type { DataContext } from '../project/context';
import { openProject, runInTurn } from '../project/open-project';
import { exportDataset } from './export-dataset';
import { exportModel } from './export-model';

type ExportCalls = Pick<DataCalls, 'exportDataset' | 'exportModel'>;

export function exportHandlers(context: DataContext): Handlers<ExportCalls> {
  return {
    exportDataset: async ({ projectId, format, split }, emit, signal) => {
      const open = await openProject(context, projectId);
      return runInTurn(open, () => exportDataset(context, open, { format, split }, { emit, signal }));
    },
    exportModel: (request, emit, signal) => exportModel(context, request, { emit, signal }),
  };
}
