import type { LoraSettings } from '../../core/recipe';
import { targetModules } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { Chip } from '../../ui';
import { FieldReset } from './FieldReset';
import { type FieldKey, type LoraNumberKey, loraLimits, withModule } from './lora-settings';
import { NumberInput } from './NumberInput';
import styles from './Settings.module.css';
import { SwitchInput } from './SwitchInput';

interface LoraFieldProps {
  readonly lora: LoraSettings;
  /** What the preset would have. */
  readonly base: LoraSettings;
  readonly explain: boolean;
  readonly onChange: (lora: LoraSettings) => void;
  readonly onInvalid: (key: FieldKey, invalid: boolean) => void;
}

/** One number of the adapter. */
export function LoraNumber({ field, lora, base, explain, onChange, onInvalid }: LoraFieldProps & { readonly field: LoraNumberKey }) {
  const set = (value: number) => onChange({ ...lora, [field]: value });
  const values = { value: lora[field], base: base[field] };
  return <NumberInput field={field} limits={loraLimits[field]} {...values} explain={explain} onChange={set} onInvalid={onInvalid} />;
}

function TargetModules({ lora, explain, onChange }: LoraFieldProps) {
  const { t } = useTranslation();
  const { label, help } = t.train.settings.target_modules;
  const all = targetModules.length;
  const chosen = lora.target_modules;
  const about = t.train.withPreset(help, t.train.allModules);
  return (
    <fieldset className={styles.modules} title={about} data-testid="setting-target_modules">
      <legend>
        {label}
        {chosen.length === all ? null : (
          <FieldReset to={t.train.allModules} onReset={() => onChange({ ...lora, target_modules: targetModules })} />
        )}
      </legend>
      <div className={styles.chips}>
        {targetModules.map((module) => {
          const taken = chosen.includes(module);
          return (
            <Chip
              key={module}
              label={module}
              pressed={taken}
              // An adapter on nothing would train nothing.
              disabled={taken && chosen.length === 1}
              onChange={(pressed) => onChange({ ...lora, target_modules: withModule(chosen, module, pressed, targetModules) })}
            />
          );
        })}
      </div>
      {explain ? <p className={styles.note}>{about}</p> : null}
    </fieldset>
  );
}

/** What of the adapter is not basic. */
export function AdvancedLoraFields(props: LoraFieldProps) {
  const { lora, base, explain, onChange } = props;
  return (
    <>
      <LoraNumber {...props} field="lora_alpha" />
      <LoraNumber {...props} field="lora_dropout" />
      <SwitchInput
        field="use_rslora"
        value={lora.use_rslora}
        base={base.use_rslora}
        explain={explain}
        onChange={(value) => onChange({ ...lora, use_rslora: value })}
      />
      <TargetModules {...props} />
    </>
  );
}
