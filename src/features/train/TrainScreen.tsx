import { useTranslation } from '../../i18n';
import { Screen } from '../../ui';

export function TrainScreen() {
  const { t } = useTranslation();
  return <Screen title={t.shell.steps.train}>{null}</Screen>;
}
