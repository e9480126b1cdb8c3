import { useTranslation } from '../../i18n';
import { Screen } from '../../ui';

export function ExportScreen() {
  const { t } = useTranslation();
  return <Screen title={t.shell.steps.export}>{null}</Screen>;
}
