import type { BuiltInModel } from '../../core/built-in-models';
import { useTranslation } from '../../i18n';
import { Button } from '../../ui';
import type { AddedModel, ModelSummary } from '../../worker/protocol';
import { AboutStarter } from './AboutStarter';
import styles from './Models.module.css';

interface BuiltInRowProps {
  readonly id: BuiltInModel;
  readonly model: ModelSummary;
  readonly onUse: ((chosen: AddedModel) => void) | undefined;
}

/** A model that is part of the page: in a sentence what it is for. */
export function BuiltInRow({ id, model, onUse }: BuiltInRowProps) {
  const { t, format } = useTranslation();
  const words = t.models.builtIn[id];
  return (
    <li className={styles.row} data-testid="built-in-model">
      <div className={styles.what}>
        <div className={styles.name}>{words.name}</div>
        <div className={styles.soft}>{words.text(format.number(model.parameters), format.bytes(model.bytes))}</div>
      </div>
      <div className={styles.buttons}>
        {id === 'starter' ? <AboutStarter /> : null}
        {onUse ? (
          <Button small onClick={() => onUse({ model, adapter: null })} aria-label={`${t.models.use}: ${words.name}`}>
            {t.models.use}
          </Button>
        ) : null}
      </div>
    </li>
  );
}
