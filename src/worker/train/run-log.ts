// Sends what must outlive the tab to the data worker, in order.

import type { DeviceInfo, EvalPoint, Run, SkippedStep, StepReport } from '../../core/training';
import type { TrainContext } from './context';

export interface RunLog {
  step(report: StepReport): void;
  skipped(skip: SkippedStep): void;
  evalPoint(point: EvalPoint): void;
  /** Stores everything logged so far. */
  flush(): Promise<void>;
}

/** @param run as it was when this session began */
export function createRunLog(context: TrainContext, run: Run, device: DeviceInfo): RunLog {
  let reports: StepReport[] = [];
  let skipped: SkippedStep[] = [];
  let evalPoints: EvalPoint[] = [];
  let seconds = run.seconds;
  return {
    step(report) {
      reports.push(report);
      seconds = run.seconds + report.seconds;
    },
    skipped(skip) {
      skipped.push(skip);
    },
    evalPoint(point) {
      evalPoints.push(point);
    },
    async flush() {
      if (reports.length + skipped.length + evalPoints.length === 0) return;
      const waiting = { reports, skipped, evalPoints };
      reports = [];
      skipped = [];
      evalPoints = [];
      await context.data.call('logSteps', { runId: run.id, device, seconds, ...waiting });
    },
  };
}
