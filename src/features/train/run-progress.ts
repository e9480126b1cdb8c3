// What the status line says, computed from a session. Pure: the clock is an argument.

import type { RunState, TrainingPlan } from '../../core/training';
import type { TrainingState } from '../project';

export interface StatusLine {
  /** 0 to 1. */
  readonly share: number;
  readonly step: number;
  readonly steps: number;
  readonly epoch: number | null;
  /** Seconds of this session. */
  readonly elapsed: number;
  readonly secondsLeft: number | null;
  readonly tokensPerSecond: number | null;
}

/** @param now performance.now() */
export function statusLine(session: TrainingState, now: number): StatusLine {
  const { step, steps, secondsLeft, tokensPerSecond, reports, startedAt } = session;
  return {
    share: steps > 0 ? Math.min(1, step / steps) : 0,
    step,
    steps,
    epoch: reports.at(-1)?.epoch ?? null,
    elapsed: Math.max(0, (now - startedAt) / 1000),
    secondsLeft,
    tokensPerSecond,
  };
}

/** Tokens the whole training will see, padding not counted. */
export function tokensOf(plan: TrainingPlan): number {
  return plan.stepsPerEpoch === 0 ? 0 : Math.round((plan.tokensPerEpoch * plan.steps) / plan.stepsPerEpoch);
}

/** Tokens that are learned from over the whole training. */
export function trainedTokensOf(plan: TrainingPlan): number {
  return plan.stepsPerEpoch === 0 ? 0 : Math.round((plan.trainedTokensPerEpoch * plan.steps) / plan.stepsPerEpoch);
}

/** Speed of reports of one run. `seconds` begins anew in each session, so only the last session counts. */
export function measuredSpeed(reports: readonly { readonly tokens: number; readonly seconds: number }[]): number | null {
  let start = reports.length - 1;
  while (start > 0 && (reports[start - 1]?.seconds ?? 0) <= (reports[start]?.seconds ?? 0)) start--;
  const session = reports.slice(Math.max(0, start));
  const first = session[0];
  const last = session.at(-1);
  // The first step also compiles: its time would make every estimate too long.
  if (!first || !last || last.seconds <= first.seconds) return null;
  const tokens = session.slice(1).reduce((sum, report) => sum + report.tokens, 0);
  return tokens / (last.seconds - first.seconds);
}

/** Seconds the plan will take at a speed; null while the speed is not known. */
export function estimatedSeconds(plan: TrainingPlan, tokensPerSecond: number | null): number | null {
  return tokensPerSecond !== null && tokensPerSecond > 0 ? tokensOf(plan) / tokensPerSecond : null;
}

/** A run that can go on: it did not reach its last step. */
export function canResume(run: { readonly state: RunState; readonly step: number; readonly steps: number }): boolean {
  return run.state !== 'running' && run.state !== 'done' && run.step < run.steps;
}
