// Which button is the screen's one primary button. Pure.

import type { RunSummary } from '../../worker/protocol';
import { isTraining, type TrainingState } from '../project';
import { canResume } from './run-progress';

export type MainAction = 'pause' | 'stopping' | 'goOn' | 'compare' | 'start';

/** @param chosen the run that is shown. */
export function mainAction(session: TrainingState | null, chosen: RunSummary | null): MainAction {
  if (isTraining(session)) return session.phase === 'stopping' ? 'stopping' : 'pause';
  if (!chosen) return 'start';
  // What failed before its first step would fail again: its settings must change.
  if (chosen.state === 'failed' && chosen.step === 0) return 'start';
  if (canResume(chosen)) return 'goOn';
  // Trained and never compared: the next step of the story.
  return chosen.state === 'done' && chosen.exact === null ? 'compare' : 'start';
}
