// Changes with a way back: each says what was done and offers undo.

import type { DataRecord, Split } from '../../core/record';
import type { Dictionary } from '../../i18n';
import { showToast } from '../../ui';
import { deleteRecords, replaceRecords, splitRecords, undo } from '../project';
import { chooseOnly, useDataView } from './state';

function done(text: string, t: Dictionary): void {
  showToast({ text, action: { label: t.shell.undo, run: () => void undo() } });
}

export async function deleteWithUndo(ids: readonly string[], t: Dictionary): Promise<void> {
  const deleted = await deleteRecords(ids);
  if (!deleted) return;
  chooseOnly([]);
  useDataView.setState(({ open }) => (open && ids.includes(open.id) ? { open: null } : {}));
  done(t.data.done.deleted(ids.length), t);
}

export async function moveWithUndo(ids: readonly string[], split: Split, t: Dictionary): Promise<void> {
  const moved = await splitRecords(ids, split);
  if (!moved) return;
  chooseOnly([]);
  done(t.data.done.moved(ids.length, t.data.splits[split]), t);
}

/** @returns whether it was saved. */
export async function saveWithUndo(record: DataRecord, t: Dictionary): Promise<boolean> {
  const saved = await replaceRecords([record]);
  if (!saved) return false;
  done(t.data.done.saved, t);
  return true;
}
