import { useTranslation } from '../../i18n';
import { Button, Progress } from '../../ui';
import { stopTask } from './calls';
import { type Task, useProject } from './state';
import styles from './TaskProgress.module.css';

interface TaskProgressProps {
  readonly task: Task;
  /** Progress counted in bytes is shown as a share. */
  readonly asShare?: boolean;
  readonly stoppable?: boolean;
}

/** How far the running task is, and a way to stop it: the two parts of a row that the caller lays out. */
export function TaskProgress({ task, asShare = false, stoppable = true }: TaskProgressProps) {
  const { t } = useTranslation();
  const progress = useProject((state) => state.busy?.progress ?? null);
  return (
    <>
      <div className={styles.bar}>
        <Progress
          asShare={asShare}
          label={t.shell.busy[task]}
          done={progress?.done ?? 0}
          total={progress?.total ?? 0}
          secondsLeft={progress?.secondsLeft ?? null}
        />
      </div>
      {stoppable ? (
        <Button small onClick={stopTask}>
          {t.shell.stop}
        </Button>
      ) : null}
    </>
  );
}
