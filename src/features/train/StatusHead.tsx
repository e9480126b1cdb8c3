import type { DeviceInfo } from '../../core/training';
import { useTranslation } from '../../i18n';
import { Badge, Progress } from '../../ui';
import type { RunSummary } from '../../worker/protocol';
import { isTraining, type TrainingSession } from '../project';
import { deviceLine } from '../settings';
import { statusLine } from './run-progress';
import styles from './Status.module.css';
import { useNow } from './use-now';

/** A piece of the line; its room is that of its longest text, so that nothing moves. */
function Piece({ children, room, title }: { readonly children: string; readonly room: number; readonly title?: string }) {
  return (
    <span className={styles.piece} style={{ minWidth: `${room}ch` }} title={title}>
      {children}
    </span>
  );
}

function DeviceBadge({ device }: { readonly device: DeviceInfo | null }) {
  const { t } = useTranslation();
  return device ? (
    <span data-testid="run-device">
      <Badge>{deviceLine(device, t)}</Badge>
    </span>
  ) : null;
}

/** `Training · 62 %  step 93/150 · epoch 1.9 · 3:12 < 1:58 · 1,240 tok/s`, with its bar. */
function Running({ session }: { readonly session: TrainingSession }) {
  const { t, format } = useTranslation();
  const now = useNow(true);
  const line = statusLine(session, now);
  const { status } = t.train;
  const phases: Readonly<Record<string, string>> = status.phases;
  const preparing = session.phase === 'preparing';
  const name = session.phase === 'ended' ? status.running : status[session.phase];
  const steps = format.number(line.steps);
  const { progress } = session;
  const phase = progress ? (phases[progress.phase] ?? progress.phase) : null;
  return (
    <div className={styles.status}>
      <div className={styles.line} data-testid="status-line">
        <strong className={styles.piece} style={{ minWidth: '14ch' }}>
          {`${name} · ${format.percent(Math.floor(line.share * 100) / 100)}`}
        </strong>
        {preparing && phase ? (
          <span className={styles.soft}>{phase}</span>
        ) : (
          <span className={styles.soft}>
            <Piece room={2 * steps.length + 6}>{status.step(format.number(line.step), steps)}</Piece>
            <Piece room={9}>{status.epoch(line.epoch === null ? format.number(null) : line.epoch.toFixed(1))}</Piece>
            <Piece room={12} title={status.clockHelp}>
              {status.clock(format.duration(line.elapsed), format.duration(line.secondsLeft))}
            </Piece>
            <Piece room={11}>{status.speed(format.number(line.tokensPerSecond))}</Piece>
          </span>
        )}
        <DeviceBadge device={session.device} />
      </div>
      <Progress
        bare
        label={name}
        done={preparing && progress ? progress.done : line.step}
        total={preparing && progress ? progress.total : line.steps}
      />
    </div>
  );
}

function endedText(run: RunSummary, t: ReturnType<typeof useTranslation>['t'], number: (value: number) => string): string {
  const { ended } = t.train.status;
  return run.state === 'done' ? ended.done(number(run.steps)) : ended[run.state](number(run.step), number(run.steps));
}

interface StatusHeadProps {
  readonly session: TrainingSession | null;
  readonly chosen: RunSummary | null;
  readonly device: DeviceInfo | null;
}

/** Where the training stands: the live line, or the state of the chosen run. */
export function StatusHead({ session, chosen, device }: StatusHeadProps) {
  const { t, format } = useTranslation();
  if (isTraining(session)) return <Running session={session} />;
  if (!chosen) return <div className={styles.status} />;
  return (
    <div className={styles.status}>
      <div className={styles.line} data-testid="status-line">
        <strong>{endedText(chosen, t, format.number)}</strong>
        <span className={styles.soft}>{chosen.name}</span>
        <DeviceBadge device={device} />
      </div>
    </div>
  );
}
