import { Copy, GitBranch, ListRestart, Pencil, Play, Trash2 } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { Badge, classNames, IconButton, type Tone } from '../../ui';
import { Sparkline } from '../../ui/Sparkline';
import type { RunSummary } from '../../worker/protocol';
import styles from './Runs.module.css';
import { canResume } from './run-progress';
import { Swatch } from './Swatch';
import { chooseRun, compareRun } from './state';

const TONES: Readonly<Record<RunSummary['state'], Tone>> = {
  running: 'accent',
  paused: 'neutral',
  stopped: 'neutral',
  done: 'good',
  failed: 'bad',
  interrupted: 'warning',
};

export interface RunCommands {
  readonly onResume: (run: RunSummary) => void;
  readonly onTakeSettings: (run: RunSummary) => void;
  readonly onDuplicate: (run: RunSummary) => void;
}

/** What is asked back before it is done. */
export type RunDialogKind = 'rename' | 'delete' | 'continue';

interface RunRowProps extends RunCommands {
  readonly run: RunSummary;
  readonly shown: boolean;
  /** Place among the compared runs; −1 = not compared. */
  readonly compared: number;
  /** A training runs in this tab. */
  readonly busy: boolean;
  readonly onAsk: (kind: RunDialogKind) => void;
}

function RunButtons({ run, busy, onResume, onTakeSettings, onDuplicate, onAsk }: RunRowProps) {
  const { t } = useTranslation();
  const words = t.train.runs;
  return (
    <>
      {canResume(run) ? (
        <IconButton small label={words.goOn(run.name)} disabled={busy} onClick={() => onResume(run)}>
          <Play size={14} aria-hidden />
        </IconButton>
      ) : null}
      {run.step > 0 ? (
        <IconButton small label={words.continueFrom(run.name)} disabled={busy} onClick={() => onAsk('continue')}>
          <GitBranch size={14} aria-hidden />
        </IconButton>
      ) : null}
      <IconButton small label={words.duplicate(run.name)} onClick={() => onDuplicate(run)}>
        <Copy size={14} aria-hidden />
      </IconButton>
      <IconButton small label={words.takeSettings(run.name)} onClick={() => onTakeSettings(run)}>
        <ListRestart size={14} aria-hidden />
      </IconButton>
      <IconButton small label={words.rename(run.name)} onClick={() => onAsk('rename')}>
        <Pencil size={14} aria-hidden />
      </IconButton>
      <IconButton small label={words.remove(run.name)} disabled={run.state === 'running'} onClick={() => onAsk('delete')}>
        <Trash2 size={14} aria-hidden />
      </IconButton>
    </>
  );
}

/** One run of the list: its state, its course, and what can be done with it. */
export function RunRow(props: RunRowProps) {
  const { t, format } = useTranslation();
  const { run, shown, compared } = props;
  const words = t.train.runs;
  return (
    <tr className={classNames(shown && styles.shown)} data-testid="run">
      <td className={styles.pick}>
        <input
          type="checkbox"
          aria-label={words.compare(run.name)}
          title={words.compare(run.name)}
          checked={compared >= 0}
          onChange={(event) => compareRun(run.id, event.target.checked)}
        />
      </td>
      <th scope="row">
        <button type="button" className={styles.name} aria-pressed={shown} title={words.show(run.name)} onClick={() => chooseRun(run.id)}>
          {run.name}
        </button>
        {compared >= 0 ? (
          <span className={styles.swatch}>
            <Swatch index={compared} />
          </span>
        ) : null}
        <div className={styles.date}>{format.dateTime(run.createdAt)}</div>
      </th>
      <td>
        <Badge tone={TONES[run.state]}>{words.states[run.state]}</Badge>
      </td>
      <td>
        <Sparkline values={run.spark} label={words.sparkline(run.name)} />
      </td>
      <td className={styles.number} data-label={words.steps}>
        {`${format.number(run.step)}/${format.number(run.steps)}`}
      </td>
      <td className={styles.number} data-label={words.loss}>
        {format.significant(run.loss)}
      </td>
      <td className={styles.number} data-label={words.exact}>
        {format.percent(run.exact)}
      </td>
      <td className={styles.actions}>
        <RunButtons {...props} />
      </td>
    </tr>
  );
}
