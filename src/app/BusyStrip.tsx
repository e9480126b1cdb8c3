import { useEffect, useState } from 'react';
import { TaskProgress, useProject } from '../features/project';
import styles from './BusyStrip.module.css';

/** Shorter waits show nothing: a flash of a bar only disturbs. */
const SHOWN_AFTER_MILLISECONDS = 300;

/** Tasks that a screen of their own shows. */
const SHOWN_ELSEWHERE: ReadonlySet<string> = new Set(['check', 'evaluate', 'plan']);

/** Tasks whose progress is counted in bytes. */
const IN_BYTES: ReadonlySet<string> = new Set(['sample', 'import', 'model', 'download', 'export']);

/** What the page waits for, with progress, time left and a way to stop. */
export function BusyStrip() {
  const busy = useProject((state) => state.busy);
  const task = busy && !SHOWN_ELSEWHERE.has(busy.task) ? busy.task : null;
  const [shown, setShown] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setShown(task), task ? SHOWN_AFTER_MILLISECONDS : 0);
    return () => clearTimeout(timer);
  }, [task]);
  if (task === null || shown !== task) return null;
  return (
    <div className={styles.strip} role="status" data-testid="busy">
      <TaskProgress task={task} asShare={IN_BYTES.has(task)} stoppable={task !== 'open'} />
    </div>
  );
}
