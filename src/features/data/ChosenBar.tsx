import type { Split } from '../../core/record';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import styles from './ChosenBar.module.css';
import { deleteWithUndo, moveWithUndo } from './changes';
import { chooseOnly, useDataView } from './state';

/** What can be done to the chosen records. */
export function ChosenBar() {
  const { t } = useTranslation();
  const chosen = useDataView((state) => state.chosen);
  const words = t.data.chosen;
  if (chosen.size === 0) return null;
  const ids = [...chosen];
  const move = (split: Split) => void moveWithUndo(ids, split, t);
  return (
    <div className={styles.bar} role="toolbar" aria-label={words.count(chosen.size)}>
      <strong aria-live="polite">{words.count(chosen.size)}</strong>
      <Button small onClick={() => move('eval')}>
        {words.hold}
      </Button>
      <Button small onClick={() => move('train')}>
        {words.train}
      </Button>
      <Button small kind="danger" onClick={() => void deleteWithUndo(ids, t)}>
        {words.delete}
      </Button>
      <Button small kind="quiet" onClick={() => chooseOnly([])}>
        {words.clear}
      </Button>
    </div>
  );
}
