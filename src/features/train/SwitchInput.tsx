import { useTranslation } from '../../i18n';
import { Checkbox } from '../../ui';
import { FieldReset } from './FieldReset';
import styles from './Settings.module.css';
import type { SwitchKey } from './settings';

interface SwitchInputProps {
  readonly field: SwitchKey | 'use_rslora';
  readonly value: boolean;
  readonly base: boolean;
  readonly explain: boolean;
  readonly onChange: (value: boolean) => void;
}

/** One setting that is on or off. */
export function SwitchInput({ field, value, base, explain, onChange }: SwitchInputProps) {
  const { t } = useTranslation();
  const { label, help } = t.train.settings[field];
  const preset = base ? t.train.on : t.train.off;
  const about = t.train.withPreset(help, preset);
  return (
    <div className={styles.switch} title={about} data-testid={`setting-${field}`}>
      <Checkbox label={label} help={explain ? about : undefined} checked={value} onChange={onChange} />
      {value === base ? null : <FieldReset to={preset} onReset={() => onChange(base)} />}
    </div>
  );
}
