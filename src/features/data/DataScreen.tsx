import { useTranslation } from '../../i18n';
import { Screen } from '../../ui';

export function DataScreen() {
  const { t } = useTranslation();
  return <Screen title={t.shell.steps.data}>{null}</Screen>;
}
