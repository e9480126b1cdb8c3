// What happens while nobody sees the page: browsers slow hidden tabs down or throw them away, so both is said, that it
// was hidden, and what was trained meanwhile.

import type { Notice } from '../../../core/notice';

export interface HiddenTabMonitor {
  /** The training stands at this step. */
  reached(step: number): void;
  /** The page was hidden, frozen or is about to close; or it is seen again. */
  set(hidden: boolean): void;
  /** The training has ended: what happened behind the person's back is told now. */
  end(): void;
}

/** @param now milliseconds since 1970 */
export function createHiddenTabMonitor(now: () => number, tell: (notice: Notice) => void): HiddenTabMonitor {
  let step: number | null = null;
  let since: { readonly at: number; readonly step: number | null } | null = null;
  const seen = () => {
    // Hidden and seen again before the first step: nothing was trained meanwhile.
    if (since && since.step !== null && step !== null) tell(tabShown(now() - since.at, since.step, step));
    since = null;
  };
  return {
    reached(reached) {
      step = reached;
      if (!since || since.step !== null) return;
      // It was hidden before anyone knew at which step this training goes on.
      since = { at: since.at, step };
      tell(tabHidden(step));
    },
    set(hidden) {
      if (!hidden) return seen();
      // A page that closes is hidden, frozen and left, one after the other.
      if (since) return;
      since = { at: now(), step };
      if (step !== null) tell(tabHidden(step));
    },
    end: seen,
  };
}

function tabHidden(step: number): Notice {
  return {
    code: 'tab_hidden',
    message: `The tab was hidden at step ${step}: a checkpoint is saved, and training goes on in the background.`,
    remedy: 'Browsers may slow a hidden tab down, or throw it away when memory is short. Keep it visible to be done sooner.',
    values: { step },
  };
}

function tabShown(milliseconds: number, from: number, step: number): Notice {
  const exact = milliseconds / 60_000;
  const minutes = exact < 10 ? Math.max(0.1, Math.round(10 * exact) / 10) : Math.round(exact);
  return {
    code: 'tab_shown',
    message: `The tab was hidden for about ${minutes} min. Meanwhile training went from step ${from} to step ${step}.`,
    remedy: 'Nothing to do.',
    values: { minutes, from, step },
  };
}
