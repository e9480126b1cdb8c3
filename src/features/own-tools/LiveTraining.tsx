import { useTranslation } from '../../i18n';
import { type TrainingSession, useProject } from '../project';
import { chartsOf, LossChart, SampleTimeline, SessionNotices, StatusBar, StatusHead, useChosenRun } from '../train';
import styles from './OwnTools.module.css';

interface LiveTrainingProps {
  readonly session: TrainingSession;
  readonly heldOut: number;
}

/** A training as it runs: how far it is, what it has to tell, its loss, and what the model answers by now. */
export function LiveTraining({ session, heldOut }: LiveTrainingProps) {
  const { t } = useTranslation();
  const device = useProject((state) => state.device);
  const run = useChosenRun();
  const { reports, evaluations, steps } = chartsOf(run, null, session);
  return (
    <>
      <StatusHead session={session} chosen={run} device={device} />
      <SessionNotices session={session} />
      <StatusBar session={session} />
      <p className={styles.soft}>{t.ownTools.teach.leave}</p>
      <LossChart reports={reports} steps={steps} />
      <SampleTimeline key={session.runId} evaluations={evaluations} heldOut={heldOut} />
    </>
  );
}
