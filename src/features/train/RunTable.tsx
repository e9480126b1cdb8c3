import { useState } from 'react';
import { useTranslation } from '../../i18n';
import type { RunSummary } from '../../worker/protocol';
import { isTraining, type TrainingState } from '../project';
import { ContinueDialog } from './ContinueDialog';
import { DeleteRunDialog, RenameRunDialog } from './RunDialogs';
import { type RunCommands, type RunDialogKind, RunRow } from './RunRow';
import styles from './Runs.module.css';
import { newestFirst } from './runs';
import { useTrainView } from './state';

interface RunTableProps extends RunCommands {
  readonly runs: readonly RunSummary[];
  readonly chosen: RunSummary | null;
  readonly session: TrainingState | null;
  readonly onContinue: (run: RunSummary, step: number) => void;
}

/** A run as it stands now: the live one is ahead of what is stored. */
function live(run: RunSummary, session: TrainingState | null): RunSummary {
  if (!isTraining(session) || session.runId !== run.id) return run;
  return { ...run, state: 'running', step: session.step, loss: session.reports.at(-1)?.loss ?? run.loss };
}

function Head() {
  const { t } = useTranslation();
  const words = t.train.runs;
  return (
    <thead>
      <tr>
        <th scope="col">
          <span className="visually-hidden">{words.compareColumn}</span>
        </th>
        <th scope="col">{words.name}</th>
        <th scope="col">{words.state}</th>
        <th scope="col">{words.course}</th>
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
  );
}

/** All runs of the project, newest first; the chosen one's curves are shown above, or those of the compared ones. */
export function RunTable({ runs, chosen, session, onContinue, ...commands }: RunTableProps) {
  const { t } = useTranslation();
  const words = t.train.runs;
  const compared = useTrainView((state) => state.compared);
  const [dialog, setDialog] = useState<{ readonly kind: RunDialogKind; readonly run: RunSummary } | null>(null);
  const close = () => setDialog(null);
  const rows = newestFirst(runs).map((run) => live(run, session));
  return (
    <section aria-label={words.title} className={styles.runs} data-testid="runs">
      <div className={styles.head}>
        <h2>{words.title}</h2>
        {rows.length > 1 && compared.length < 2 ? <span className={styles.none}>{words.compareHint}</span> : null}
      </div>
      {rows.length === 0 ? (
        <p className={styles.none}>{words.none}</p>
      ) : (
        <div className={styles.scroll}>
          <table className={styles.table}>
            <Head />
            <tbody>
              {rows.map((run) => (
                <RunRow
                  key={run.id}
                  {...commands}
                  run={run}
                  shown={chosen?.id === run.id}
                  compared={compared.indexOf(run.id)}
                  busy={isTraining(session)}
                  onAsk={(kind) => setDialog({ kind, run })}
                />
              ))}
            </tbody>
          </table>
        </div>
      )}
      {dialog?.kind === 'rename' ? <RenameRunDialog run={dialog.run} onClose={close} /> : null}
      {dialog?.kind === 'delete' ? <DeleteRunDialog run={dialog.run} onClose={close} /> : null}
      {dialog?.kind === 'continue' ? (
        <ContinueDialog
          run={dialog.run}
          onClose={close}
          onContinue={(step) => {
            close();
            onContinue(dialog.run, step);
          }}
        />
      ) : null}
    </section>
  );
}
