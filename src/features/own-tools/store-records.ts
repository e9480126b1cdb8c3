// Rows from templates into the project: both sides in one step that can be undone.

import type { GeneratorPlan } from '../../core/generator';
import type { Dictionary } from '../../i18n';
import { showToast } from '../../ui';
import { generateRecords, openProjectId, splitRecords, undo, workers } from '../project';
import { changeOwnTools } from './state';

/** One row of so many is held out where nothing says which. */
const HOLD_OUT_EVERY = 5;

export async function storeGeneratedRecords(plan: GeneratorPlan, t: Dictionary): Promise<void> {
  const made = await generateRecords(plan);
  if (!made?.rows) return;
  changeOwnTools({ made: true });
  const { train, eval: heldOut } = made.rows.count;
  showToast({ text: t.ownTools.rows.stored(train, heldOut), action: { label: t.shell.undo, run: () => void undo() } });
}

/** Holds out every fifth row of those that are trained. */
export async function holdOutSome(): Promise<void> {
  const { data } = await workers();
  const ids = await data.call('recordIds', { projectId: openProjectId(), filter: { split: 'train' } });
  await splitRecords(
    ids.filter((_, index) => index % HOLD_OUT_EVERY === HOLD_OUT_EVERY - 1),
    'eval',
  );
}
