import { useTranslation } from '../../i18n';
import { Screen } from '../../ui';

export function EvaluateScreen() {
  const { t } = useTranslation();
  return <Screen title={t.shell.steps.evaluate}>{null}</Screen>;
}
