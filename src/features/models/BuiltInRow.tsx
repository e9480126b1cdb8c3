import type { BuiltInModel } from '../../core/built-in-models';
import { useTranslation } from '../../i18n';
import { Button, Item } from '../../ui';
import type { AddedModel, ModelSummary } from '../../worker/protocol';
import { AboutStarter } from './AboutStarter';

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
    <Item
      testId="built-in-model"
      name={words.name}
      about={[words.text(format.number(model.parameters), format.bytes(model.bytes))]}
      actions={
        <>
          {id === 'starter' ? <AboutStarter /> : null}
          {onUse ? (
            <Button small onClick={() => onUse({ model, adapter: null })} aria-label={`${t.models.use}: ${words.name}`}>
              {t.models.use}
            </Button>
          ) : null}
        </>
      }
    />
  );
}
