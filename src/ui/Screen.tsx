import type { ReactNode } from 'react';
import { classNames } from './class-names';
import styles from './Screen.module.css';

interface ScreenProps {
  readonly title: string;
  /** Beside the title: counts, a verdict. */
  readonly summary?: ReactNode;
  /** Buttons at the right; the last is the screen's one primary button. */
  readonly actions?: ReactNode;
  readonly children: ReactNode;
  /** The panel at the right (inspector, playground); slides over the page on narrow screens. */
  readonly aside?: ReactNode;
  readonly asideLabel?: string;
  /** The content scrolls inside itself (a virtual table) instead of the page. */
  readonly fill?: boolean;
}

/** The frame of a step: heading, one primary button at the same place, content, panel. */
export function Screen({ title, summary, actions, children, aside, asideLabel, fill = false }: ScreenProps) {
  return (
    <div className={classNames(styles.screen, aside ? styles.withAside : null)}>
      <div className={classNames(styles.main, fill && styles.fill)}>
        <header className={styles.head}>
          <div className={styles.title}>
            <h1>{title}</h1>
            {summary ? <div className={styles.summary}>{summary}</div> : null}
          </div>
          {actions ? (
            <div className={styles.actions} data-screen-actions>
              {actions}
            </div>
          ) : null}
        </header>
        {children}
      </div>
      {aside ? (
        <aside className={styles.aside} aria-label={asideLabel}>
          {aside}
        </aside>
      ) : null}
    </div>
  );
}
