// Reports a page that was hidden, and what was trained until it was visible again: browsers slow hidden tabs down, or
// discard them.

import type { Notice } from '../../../core/notice';

export interface HiddenTabMonitor {
  /** Tells the monitor at which step the training is. */
  reached(step: number): void;
  /** Tells the monitor that the page was hidden or frozen or is about to close, or that it is visible again. */
  set(hidden: boolean): void;
  /** Ends the monitor. If the page is still hidden, reports what was trained while it was. */
  end(): void;
}

/** @param now milliseconds since 1970 */
export function createHiddenTabMonitor(now: () => number, notify: (notice: Notice) => void): HiddenTabMonitor {
  let step: number | null = null;
  /** When and at which step the page was hidden; null while it is visible. */
  let hiddenSince: { readonly at: number; readonly step: number | null } | null = null;
  const show = () => {
    // If the page was visible again before the first step, nothing was trained in between.
    if (hiddenSince && hiddenSince.step !== null && step !== null) {
      notify(tabShown(now() - hiddenSince.at, hiddenSince.step, step));
    }
    hiddenSince = null;
  };
  return {
    reached(reached) {
      step = reached;
      if (!hiddenSince || hiddenSince.step !== null) return;
      // The page was hidden before it was known at which step the training starts.
      hiddenSince = { at: hiddenSince.at, step };
      notify(tabHidden(step));
    },
    set(hidden) {
      if (!hidden) return show();
      // A page that closes reports that it is hidden, frozen and left, one after the other.
      if (hiddenSince) return;
      hiddenSince = { at: now(), step };
      if (step !== null) notify(tabHidden(step));
    },
    end: show,
  };
}

function tabHidden(step: number): Notice {
  return {
    code: 'tab_hidden',
    message: `The tab was hidden at step ${step}. A checkpoint is saved, and training continues in the background.`,
    remedy: 'Browsers may slow down a hidden tab, or discard it when memory is short. Keep it visible to finish sooner.',
    values: { step },
  };
}

function tabShown(milliseconds: number, from: number, step: number): Notice {
  const exact = milliseconds / 60_000;
  const minutes = exact < 10 ? Math.max(0.1, Math.round(10 * exact) / 10) : Math.round(exact);
  return {
    code: 'tab_shown',
    message: `The tab was hidden for about ${minutes} min. In that time, training went from step ${from} to step ${step}.`,
    remedy: 'Nothing to do.',
    values: { minutes, from, step },
  };
}
