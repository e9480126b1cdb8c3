// The curves of a run as the charts take them. Pure.

import type { EvalPoint, Run, StepReport } from '../../core/training';
import type { RunSummary } from '../../worker/protocol';
import { isTraining, type TrainingState } from '../project';

export interface ChartInput {
  readonly reports: readonly StepReport[];
  readonly evaluations: readonly EvalPoint[];
  readonly steps: number;
}

const NO_CHARTS: ChartInput = { reports: [], evaluations: [], steps: 0 };

/** Curves of a run: live ones from the session, others from storage. */
export function chartsOf(chosen: RunSummary | null, run: Run | null, session: TrainingState | null): ChartInput {
  if (!chosen) return NO_CHARTS;
  const { steps } = chosen;
  if (session?.runId === chosen.id && isTraining(session)) return { reports: session.reports, evaluations: session.evaluations, steps };
  if (run) return { reports: run.log, evaluations: run.evalPoints, steps };
  // Just ended: the session's curves stand until the stored ones are here.
  return session?.runId === chosen.id ? { reports: session.reports, evaluations: session.evaluations, steps } : { ...NO_CHARTS, steps };
}
