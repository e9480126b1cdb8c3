import { AlertTriangle } from 'lucide-react';
import { Link, useLocation } from 'wouter';
import { isTraining, useProject } from '../features/project';
import { useTranslation } from '../i18n';
import { classNames } from '../ui';
import styles from './Rail.module.css';
import { type RailState, railState } from './rail';
import { StorageNote } from './StorageNote';
import { steps } from './screens';

function Mark({ state }: { readonly state: RailState }) {
  const { t } = useTranslation();
  const warns = state.mark === 'bad' || state.mark === 'warning';
  return (
    <span className={classNames(styles.state, state.mark === 'none' ? null : styles[state.mark])}>
      {state.text}
      {warns ? <AlertTriangle size={12} aria-hidden /> : null}
      {warns ? <span className="visually-hidden"> {t.shell.railMarks[state.mark]}</span> : null}
    </span>
  );
}

/** The five steps with the state of each. On narrow screens it is the bar at the bottom. */
export function Rail() {
  const { t, format } = useTranslation();
  const [location] = useLocation();
  const view = useProject((state) => state.view);
  const training = useProject(({ training: session, view: open }) => {
    // A run of another project trains on behind this one.
    if (!isTraining(session) || session.steps === 0 || !open?.runs.some((run) => run.id === session.runId)) return null;
    return session.step / session.steps;
  });
  return (
    <nav className={styles.rail} aria-label={t.shell.stepsLabel}>
      <ol className={styles.steps}>
        {steps.map(({ id, path }, index) => (
          <li key={id}>
            <Link
              href={path}
              className={styles.step}
              aria-current={location === path || location.startsWith(`${path}/`) ? 'step' : undefined}
              data-testid={`step-${id}`}
            >
              <span className={styles.number} aria-hidden>
                {index + 1}
              </span>
              <span className={styles.name}>{t.shell.steps[id]}</span>
              <Mark state={railState(id, { view, training }, format)} />
            </Link>
          </li>
        ))}
      </ol>
      <StorageNote />
    </nav>
  );
}
