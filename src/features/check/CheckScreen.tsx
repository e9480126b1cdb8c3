import { useTranslation } from '../../i18n';
import { Screen } from '../../ui';

export function CheckScreen() {
  const { t } = useTranslation();
  return <Screen title={t.shell.steps.check}>{null}</Screen>;
}
