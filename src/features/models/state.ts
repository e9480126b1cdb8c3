import { create } from 'zustand';
import type { AddedModel, DownloadView, FoundFiles, ImportFile } from '../../worker/protocol';

/** What the dialog was opened for. */
export interface ModelsRequest {
  /** A model to fetch, filled into the form. */
  readonly wanted?: { readonly name: string; readonly revision: string };
  /** Takes the chosen or added model, and the adapter to go on with; without it there is nothing to choose for. */
  readonly use?: (chosen: AddedModel) => void;
}

/** Files from this computer that do not fit, and what they hold. */
export interface PendingFiles {
  readonly files: readonly ImportFile[];
  readonly found: FoundFiles;
}

interface ModelsDialogState {
  /** null = closed. */
  readonly request: ModelsRequest | null;
  readonly downloads: readonly DownloadView[];
  /** null: none wait for an answer. */
  readonly pending: PendingFiles | null;
}

export const useModelsDialog = create<ModelsDialogState>(() => ({ request: null, downloads: [], pending: null }));

export function showModels(request: ModelsRequest = {}): void {
  useModelsDialog.setState({ request });
}

export function closeModels(): void {
  useModelsDialog.setState({ request: null, pending: null });
}
