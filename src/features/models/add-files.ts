// Files from this computer: looked at first, so that what does not fit is said before gigabytes are copied.

import type { AddedModel, ImportFile } from '../../worker/protocol';
import { addModel, inspectModel, refreshStorage, useProject } from '../project';
import { BYTES_PER_GB, useSettings } from '../settings';
import { preflightOf } from './preflight';
import { useModelsDialog } from './state';

/** Copies and lists them. */
export async function copyFiles(files: readonly ImportFile[]): Promise<AddedModel | undefined> {
  useModelsDialog.setState({ pending: null });
  const added = await addModel(files);
  void refreshStorage();
  return added;
}

/** The same, unless something speaks against it: then the models dialog asks. @returns undefined when nothing was added */
export async function addFiles(files: readonly ImportFile[]): Promise<AddedModel | undefined> {
  const found = await inspectModel(files);
  if (!found) return undefined;
  const { storage, device } = useProject.getState();
  const budget = useSettings.getState().memoryBudget * BYTES_PER_GB;
  const { fitsMemory, fitsDisk } = preflightOf(found, found.bytes, { budget, storage, device });
  if (fitsMemory && fitsDisk) return copyFiles(files);
  useModelsDialog.setState(({ request }) => ({ request: request ?? {}, pending: { files, found } }));
  return undefined;
}
