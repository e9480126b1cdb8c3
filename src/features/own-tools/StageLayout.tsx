import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n';
import { Screen } from '../../ui';
import type { ProjectView } from '../../worker/protocol';
import { useChosenRun } from '../train';
import styles from './OwnTools.module.css';
import { changeOwnTools, type Stage, stages, useOwnTools } from './state';

/** What each step holds so far; empty = nothing yet. */
function useProgress(view: ProjectView | null): Readonly<Record<Stage, string>> {
  const { t, format } = useTranslation();
  const run = useChosenRun();
  const words = t.ownTools.progress;
  return {
    describe: view && view.tools.length > 0 ? words.tools(view.tools.length) : '',
    rows: view && view.records > 0 ? words.rows(format.number(view.train), format.number(view.eval)) : '',
    teach: run?.exact == null ? '' : words.exact(format.percent(Math.round(run.exact * 100) / 100)),
  };
}

function Stages({ view }: { readonly view: ProjectView | null }) {
  const { t } = useTranslation();
  const current = useOwnTools((state) => state.stage);
  const shown = view ? current : 'describe';
  const progress = useProgress(view);
  return (
    <nav aria-label={t.ownTools.stagesLabel}>
      <ol className={styles.stages}>
        {stages.map((stage, index) => (
          <li key={stage}>
            <button
              type="button"
              className={styles.stage}
              aria-current={stage === shown ? 'step' : undefined}
              disabled={!view && stage !== 'describe'}
              onClick={() => changeOwnTools({ stage })}
              data-testid={`stage-${stage}`}
            >
              <span className={styles.number} aria-hidden>
                {progress[stage] === '' ? index + 1 : <Check size={14} />}
              </span>
              <span className={styles.stageName}>{t.ownTools.stages[stage]}</span>
              <span className={styles.held}>{progress[stage]}</span>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  );
}

interface FrameProps {
  readonly view: ProjectView | null;
  readonly actions: ReactNode;
  readonly children: ReactNode;
}

/** What the three steps share: title, steps, one primary button. */
export function StageLayout({ view, actions, children }: FrameProps) {
  const { t } = useTranslation();
  return (
    <Screen title={t.ownTools.title} summary={view?.name} actions={actions}>
      <Stages view={view} />
      <div className={styles.content}>{children}</div>
    </Screen>
  );
}
