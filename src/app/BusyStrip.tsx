import { useEffect, useState } from 'react';
import { stopTask, useProject } from '../features/project';
import { useTranslation } from '../i18n';
import { Button, Progress } from '../ui';
import styles from './BusyStrip.module.css';

/** Shorter waits show nothing: a flash of a bar only disturbs. */
const SHOWN_AFTER_MILLISECONDS = 300;

/** Tasks that a screen of their own shows. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(['check', 'evaluate', 'plan']);

/** Tasks whose progress is counted in bytes. */
const IN_BYTES: ReadonlySet<string> = new Set(['sample', 'import', 'model', 'download', 'export']);

/** What the page waits for, with progress, time left and a way to stop. */
export function BusyStrip() {
  const { t } = useTranslation();
  const busy = useProject((state) => state.busy);
  const task = busy && !SHOWN_ELSEWHERE.has(busy.task) ? busy.task : null;
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setShown(task), task ? SHOWN_AFTER_MILLISECONDS : 0);
    return () => clearTimeout(timer);
  }, [task]);
  if (!busy || task === null || shown !== task) return null;
  const { progress } = busy;
  return (
    <div className={styles.strip} role="status" data-testid="busy">
      <div className={styles.bar}>
        <Progress
          asShare={IN_BYTES.has(task)}
          label={t.shell.busy[task]}
          done={progress?.done ?? 0}
          total={progress?.total ?? 0}
          secondsLeft={progress?.secondsLeft ?? null}
        />
      </div>
      {task === 'open' ? null : (
        <Button small onClick={stopTask}>
          {t.shell.stop}
        </Button>
      )}
    </div>
  );
}
