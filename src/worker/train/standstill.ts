// A laptop that slept or a tab that the browser froze: steps that take seconds suddenly lie minutes apart.

import type { Notice } from '../../core/report';

/** Shorter gaps are checkpoints, evaluations and compiled kernels, in milliseconds. */
const SHORTEST = 60_000;
/** A gap counts from so many times the longest gap so far on. */
const TIMES = 10;

/** @returns a function that takes the time of each report, in milliseconds since 1970; it answers with the length of a standstill, else null. */
export function standstillWatch(): (at: number) => number | null {
  let last: number | null = null;
  let longest = 0;
  return (at) => {
    const gap = last === null ? 0 : at - last;
    last = at;
    if (longest > 0 && gap >= SHORTEST && gap >= TIMES * longest) return gap;
    longest = Math.max(longest, gap);
    return null;
  };
}

export function stoodStill(milliseconds: number): Notice {
  const minutes = Math.max(1, Math.round(milliseconds / 60_000));
  return {
    code: 'stood_still',
    message: `Training stood still for about ${minutes} min: the computer slept, or the browser stopped the hidden tab. It went on where it was.`,
    remedy: 'Nothing is lost. Keep the tab visible and the computer awake, and plugged in, to be done sooner.',
    values: { minutes },
  };
}
