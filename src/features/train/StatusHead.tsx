import type { ReactNode } from 'react';
import type { DeviceInfo } from '../../core/training';
import { useTranslation } from '../../i18n';
import { Progress } from '../../ui';
import type { RunSummary } from '../../worker/protocol';
import { isTraining, type TrainingState } from '../project';
import { deviceName } from './device-name';
import { statusLine } from './run-progress';
import styles from './Status.module.css';
import { useNow } from './use-now';

/** Digits are equally wide, and so is this space: a padded number does not move its neighbours. */
const FIGURE_SPACE = '\u2007';

function padded(text: string, length: number): string {
  return text.padStart(length, FIGURE_SPACE);
}

interface LinesProps {
  readonly title: string;
  readonly pieces: readonly string[];
  /** Second line, in small. */
  readonly notes: readonly string[];
}

function Lines({ title, pieces, notes }: LinesProps) {
  return (
    <div className={styles.lines} data-testid="status-line">
      <div className={styles.line}>
        <strong>{title}</strong>
        <span className={styles.soft}>{pieces.join(' · ')}</span>
      </div>
      <div className={styles.notes}>{notes.join(' · ')}</div>
    </div>
  );
}

/** `Training · 62 %  step 93/150 · epoch 1.9 · 3:12 < 1:58 · 1,240 tok/s`. */
function Running({ session }: { readonly session: TrainingState }) {
  const { t, format } = useTranslation();
  const now = useNow(true);
  const { share, step, steps, epoch, elapsed, secondsLeft, tokensPerSecond } = statusLine(session, now);
  const { status } = t.train;
  const phases: Readonly<Record<string, string>> = status.phases;
  const { progress, phase, device, checkpointStep } = session;
  const name = phase === 'ended' ? status.running : status[phase];
  const all = format.number(steps);
  const epochs = session.reports.length === 0 ? format.number(null) : (epoch ?? 0).toFixed(1);
  const pieces =
    phase === 'preparing'
      ? [progress ? (phases[progress.phase] ?? progress.phase) : status.loading]
      : [
          status.step(padded(format.number(step), all.length), all),
          status.epoch(epochs),
          status.clock(padded(format.duration(elapsed), 4), padded(format.duration(secondsLeft), 4)),
          status.speed(padded(format.number(tokensPerSecond), 5)),
        ];
  const notes = [
    device ? deviceName(device, t) : '',
    checkpointStep === null ? '' : status.checkpoint(format.number(checkpointStep)),
    phase === 'preparing' ? '' : status.clockHelp,
  ];
  const percent = format.percent(Math.floor(share * 100) / 100);
  return <Lines title={`${name} · ${padded(percent, '62 %'.length)}`} pieces={pieces} notes={notes.filter(Boolean)} />;
}

interface StatusHeadProps {
  readonly session: TrainingState | null;
  readonly chosen: RunSummary | null;
  /** What the chosen run was trained on, or would be. */
  readonly device: DeviceInfo | null;
}

/** Where the training stands: the live line, or the state of the chosen run. */
export function StatusHead({ session, chosen, device }: StatusHeadProps): ReactNode {
  const { t, format } = useTranslation();
  const words = t.train.status;
  const notes = device ? [words.device(deviceName(device, t))] : [];
  if (isTraining(session)) return <Running session={session} />;
  if (!chosen) return <Lines title={words.ready} pieces={[]} notes={notes} />;
  if (chosen.state === 'done') {
    const early = chosen.step < chosen.steps;
    const title = early
      ? words.ended.early(format.number(chosen.step), format.number(chosen.steps))
      : words.ended.done(format.number(chosen.steps));
    return <Lines title={title} pieces={[chosen.name]} notes={notes} />;
  }
  // What became of it, and how it goes on, stands in the note below.
  return <Lines title={chosen.name} pieces={[words.step(format.number(chosen.step), format.number(chosen.steps))]} notes={notes} />;
}

/** The share done, as wide as the screen; while it prepares, the share of that. */
export function StatusBar({ session }: { readonly session: TrainingState }) {
  const { t } = useTranslation();
  const { phase, progress, step, steps } = session;
  const preparing = phase === 'preparing' && progress !== null;
  return (
    <Progress
      bare
      label={phase === 'ended' ? t.train.status.running : t.train.status[phase]}
      done={preparing ? progress.done : step}
      total={preparing ? progress.total : steps}
    />
  );
}
