import { TaskProgress } from '../project';
import styles from './Evaluate.module.css';

/** Both models are being asked: how far they are, and a way to stop. */
export function Asking() {
  return (
    <div className={styles.asking} role="status" data-testid="evaluating">
      <TaskProgress task="evaluate" />
    </div>
  );
}
