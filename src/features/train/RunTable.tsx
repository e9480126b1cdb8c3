import { ListRestart, Pencil, Play, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Badge, classNames, IconButton, type Tone } from '../../ui';
import { Sparkline } from '../../ui/Sparkline';
import type { RunSummary } from '../../worker/protocol';
import { isTraining, type TrainingSession } from '../project';
import { DeleteRunDialog, RenameRunDialog } from './RunDialogs';
import styles from './Runs.module.css';
import { canResume } from './run-progress';
import { newestFirst } from './runs';
import { chooseRun } from './state';

const TONES: Readonly<Record<RunSummary['state'], Tone>> = {
  running: 'accent',
  paused: 'neutral',
  stopped: 'neutral',
  done: 'good',
  failed: 'bad',
  interrupted: 'warning',
};

interface RunTableProps {
  readonly runs: readonly RunSummary[];
  readonly chosen: RunSummary | null;
  readonly session: TrainingSession | null;
  readonly onResume: (run: RunSummary) => void;
  readonly onTakeSettings: (run: RunSummary) => void;
}

/** A run as it stands now: the live one is ahead of what is stored. */
function live(run: RunSummary, session: TrainingSession | null): RunSummary {
  if (!isTraining(session) || session.runId !== run.id) return run;
  return { ...run, state: 'running', step: session.step, loss: session.reports.at(-1)?.loss ?? run.loss };
}

interface RunRowProps extends Omit<RunTableProps, 'runs'> {
  readonly run: RunSummary;
  readonly onRename: () => void;
  readonly onDelete: () => void;
}

function RunRow({ run, chosen, session, onResume, onTakeSettings, onRename, onDelete }: RunRowProps) {
  const { t, format } = useTranslation();
  const words = t.train.runs;
  const busy = isTraining(session);
  const shown = chosen?.id === run.id;
  return (
    <tr className={classNames(shown && styles.shown)} data-testid="run">
      <th scope="row">
        <button type="button" className={styles.name} aria-pressed={shown} title={words.show(run.name)} onClick={() => chooseRun(run.id)}>
          {run.name}
        </button>
        <div className={styles.date}>{format.dateTime(run.createdAt)}</div>
      </th>
      <td>
        <Badge tone={TONES[run.state]}>{words.states[run.state]}</Badge>
      </td>
      <td className={styles.wide}>
        <Sparkline values={run.spark} label={words.sparkline(run.name)} />
      </td>
      <td className={styles.number}>{`${format.number(run.step)}/${format.number(run.steps)}`}</td>
      <td className={styles.number}>{format.significant(run.loss)}</td>
      <td className={styles.number}>{format.percent(run.exact)}</td>
      <td className={styles.actions}>
        {canResume(run) ? (
          <IconButton small label={words.goOn(run.name)} disabled={busy} onClick={() => onResume(run)}>
            <Play size={14} aria-hidden />
          </IconButton>
        ) : null}
        <IconButton small label={words.takeSettings(run.name)} onClick={() => onTakeSettings(run)}>
          <ListRestart size={14} aria-hidden />
        </IconButton>
        <IconButton small label={words.rename(run.name)} onClick={onRename}>
          <Pencil size={14} aria-hidden />
        </IconButton>
        <IconButton small label={words.remove(run.name)} disabled={run.state === 'running'} onClick={onDelete}>
          <Trash2 size={14} aria-hidden />
        </IconButton>
      </td>
    </tr>
  );
}

/** All runs of the project, newest first; the chosen one's curves are shown above. */
export function RunTable(props: RunTableProps) {
  const { t } = useTranslation();
  const words = t.train.runs;
  const [dialog, setDialog] = useState<{ readonly kind: 'rename' | 'delete'; readonly run: RunSummary } | null>(null);
  const close = () => setDialog(null);
  const rows = newestFirst(props.runs).map((run) => live(run, props.session));
  return (
    <section aria-label={words.title} className={styles.runs} data-testid="runs">
      <h2>{words.title}</h2>
      {rows.length === 0 ? (
        <p className={styles.none}>{words.none}</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <thead>
              <tr>
                <th scope="col">{words.name}</th>
                <th scope="col">{words.state}</th>
                <th scope="col" className={styles.wide}>
                  {words.course}
                </th>
                <th scope="col" className={styles.number}>
                  {words.steps}
                </th>
                <th scope="col" className={styles.number}>
                  {words.loss}
                </th>
                <th scope="col" className={styles.number}>
                  {words.exact}
                </th>
                <th scope="col">
                  <span className="visually-hidden">{words.actions}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {rows.map((run) => (
                <RunRow
                  key={run.id}
                  {...props}
                  run={run}
                  onRename={() => setDialog({ kind: 'rename', run })}
                  onDelete={() => setDialog({ kind: 'delete', run })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {dialog?.kind === 'rename' ? <RenameRunDialog run={dialog.run} onClose={close} /> : null}
      {dialog?.kind === 'delete' ? <DeleteRunDialog run={dialog.run} onClose={close} /> : null}
    </section>
  );
}
