// How the stream of a training changes what the page knows of it. Pure.

import type { TrainEvent } from '../../worker/protocol';
import type { TrainingState } from './state';

/** Of a hidden tab is said either that it is, or that it was. */
const TAKES_BACK: Readonly<Record<string, string>> = { tab_hidden: 'tab_shown', tab_shown: 'tab_hidden' };

/** One event of the stream, applied to the session. Pure. */
export function reduceTrainEvent(session: TrainingState, event: TrainEvent): TrainingState {
  switch (event.kind) {
    case 'progress':
      return { ...session, progress: event.progress };
    case 'device':
      return { ...session, device: event.device };
    case 'step': {
      const { report, tokensPerSecond, secondsLeft } = event;
      const phase = session.phase === 'stopping' ? 'stopping' : 'running';
      // A resumed run repeats the steps after its checkpoint: the new reports replace the old ones.
      const kept = session.reports.filter((known) => known.step < report.step);
      return { ...session, phase, progress: null, reports: [...kept, report], step: report.step, tokensPerSecond, secondsLeft };
    }
    case 'skipped':
      return { ...session, phase: session.phase === 'stopping' ? 'stopping' : 'running', progress: null, step: event.skip.step };
    case 'notice': {
      const { code } = event.notice;
      const others = session.notices.filter((known) => known.code !== code && known.code !== TAKES_BACK[code]);
      return { ...session, notices: [...others, event.notice] };
    }
    case 'evaluation': {
      const kept = session.evaluations.filter((known) => known.step < event.report.step);
      return { ...session, evaluations: [...kept, event.report] };
    }
    case 'checkpoint': {
      const { step, damaged = [] } = event;
      if (damaged.length === 0) return { ...session, checkpointStep: step };
      // Newer checkpoints were unusable: the run stands further back than was known, and repeats what came after.
      const upTo = <Report extends { readonly step: number }>(reports: readonly Report[]) => reports.filter((known) => known.step <= step);
      return {
        ...session,
        step,
        checkpointStep: step === 0 ? null : step,
        damage: { checkpoints: damaged, resumedAt: step },
        reports: upTo(session.reports),
        evaluations: upTo(session.evaluations),
      };
    }
  }
}
