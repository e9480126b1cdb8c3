import { useTranslation } from '../../i18n';
import { Button, Progress } from '../../ui';
import { stopTask, useProject } from '../project';
import styles from './Evaluate.module.css';

/** Both models are being asked: how far they are, and a way to stop. */
export function Asking() {
  const { t } = useTranslation();
  const progress = useProject((state) => state.busy?.progress ?? null);
  return (
    <div className={styles.asking} role="status" data-testid="evaluating">
      <div className={styles.askingBar}>
        <Progress
          label={t.shell.busy.evaluate}
          done={progress?.done ?? 0}
          total={progress?.total ?? 0}
          secondsLeft={progress?.secondsLeft ?? null}
        />
      </div>
      <Button small onClick={stopTask}>
        {t.shell.stop}
      </Button>
    </div>
  );
}
