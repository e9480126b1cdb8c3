import { RotateCcw } from 'lucide-react';
import { useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import styles from './Settings.module.css';

/** Shown where a setting is not the preset's: the mark of that, and the way back. */
export function FieldReset({ to, onReset }: { readonly to: string; readonly onReset: () => void }) {
  const { t } = useTranslation();
  return (
    <IconButton small className={styles.reset} label={t.train.resetTo(to)} onClick={onReset}>
      <RotateCcw size={12} aria-hidden />
    </IconButton>
  );
}
