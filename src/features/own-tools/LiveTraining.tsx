import { useTranslation } from '../../i18n';
import type { RunSummary } from '../../worker/protocol';
import { type TrainingState, useProject } from '../project';
import { chartsOf, NoisyChart, SampleTimeline, SessionNotices, StatusBar, StatusHead } from '../train';
import styles from './OwnTools.module.css';

interface LiveTrainingProps {
  readonly session: TrainingState;
  readonly run: RunSummary | null;
  readonly heldOut: number;
}

/** A training as it runs: how far it is, what it has to tell, its loss, and what the model answers by now. */
export function LiveTraining({ session, run, heldOut }: LiveTrainingProps) {
  const { t } = useTranslation();
  const device = useProject((state) => state.device);
  const { reports, evaluations, steps } = chartsOf(run, null, session);
  return (
    <>
      <StatusHead session={session} chosen={run} device={device} />
      <SessionNotices session={session} />
      <StatusBar session={session} />
      <p className={styles.soft}>{t.ownTools.teach.leave}</p>
      <NoisyChart value="loss" reports={reports} steps={steps} />
      <SampleTimeline key={session.runId} evaluations={evaluations} heldOut={heldOut} />
    </>
  );
}
