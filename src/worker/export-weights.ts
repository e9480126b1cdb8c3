// Exports the weights of a run through both workers: the train worker measures them, the data worker writes them.

import { type ExportCheck, type WeightsKind, weightsKind } from '../core/exports';
import type { Progress } from '../core/notice';
import type { ElementType } from '../core/weights';
import type { DataCalls, ExportedFile, TrainCalls } from './protocol';
import type { Remote } from './rpc';

interface ExportWorkers {
  readonly data: Pick<Remote<Pick<DataCalls, 'exportModel'>>, 'call'>;
  readonly train: Pick<Remote<Pick<TrainCalls, 'checkExport'>>, 'call'>;
}

export interface WeightsRequest {
  readonly runId: string;
  readonly kind: WeightsKind;
  readonly dtype: ElementType;
}

interface ExportOptions {
  readonly onEvent?: (progress: Progress) => void;
  readonly signal?: AbortSignal;
}

export interface ExportedWeights {
  readonly files: readonly ExportedFile[];
  /** null where the weights are exactly those the run trained. */
  readonly check: ExportCheck | null;
}

/**
 * Exports the weights of a run. Weights that may differ from those the run trained are compared with them first.
 * @throws AppError as `checkExport` and `exportModel` of the protocol
 */
export async function exportWeights(
  { data, train }: ExportWorkers,
  { runId, kind, dtype }: WeightsRequest,
  { onEvent, signal }: ExportOptions = {},
): Promise<ExportedWeights> {
  const stop = signal ? { signal } : {};
  const check = weightsKind(kind).needsCheck ? await train.call('checkExport', { runId, dtype }, stop) : null;
  const request = { runId, kind, dtype, ...(check ? { check } : {}) };
  const files = await data.call('exportModel', request, { ...stop, ...(onEvent ? { onEvent } : {}) });
  return { files, check };
}
