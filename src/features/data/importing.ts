// What a drop, a paste or the file dialog leads to: rows into the project, or a model into the store.

import type { Dictionary } from '../../i18n';
import { showToast } from '../../ui';
import type { ImportFile } from '../../worker/protocol';
import { addFiles } from '../models';
import { importFiles } from '../project';
import { isModel, relativeToModel } from './dropped-files';
import { useDataView } from './state';

async function takeModel(files: readonly ImportFile[], t: Dictionary): Promise<void> {
  const added = await addFiles(relativeToModel(files));
  if (added) showToast({ text: t.data.import.model(added.adapter?.name ?? added.model.name) });
}

/** Takes files of any kind and says what became of them. */
export async function takeFiles(files: readonly ImportFile[], t: Dictionary): Promise<void> {
  if (files.length === 0) return;
  if (isModel(files)) return takeModel(files, t);
  const reports = await importFiles(files, t.shell.projects.defaultName);
  if (!reports) return;
  const taken = reports.reduce((sum, report) => sum + report.accepted, 0);
  const refused = reports.reduce((sum, report) => sum + report.rejected.length, 0);
  showToast({
    text: t.data.import.done(taken, refused),
    ...(refused > 0 ? { action: { label: t.data.import.showRefused, run: () => useDataView.setState({ tab: 'sources' }) } } : {}),
  });
}

/** Opens the browser's file dialog. */
export function chooseFiles(t: Dictionary): void {
  const input = document.createElement('input');
  input.type = 'file';
  input.multiple = true;
  input.accept = '.jsonl,.json,.ndjson,.txt,.yaml,.yml,.zip,.safetensors';
  input.addEventListener('change', () => {
    void takeFiles(
      [...(input.files ?? [])].map((file) => ({ name: file.name, file })),
      t,
    );
  });
  input.click();
}
