import type { DeviceChoice, Recipe } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { Select } from '../../ui';
import { useProject } from '../project';
import { deviceName } from './device-name';

const choices: readonly DeviceChoice[] = ['auto', 'webgpu', 'wasm', 'cpu'];

/** What computes. `auto` says what it takes here, and why. */
export function DeviceField({ recipe, onChange }: { readonly recipe: Recipe; readonly onChange: (recipe: Recipe) => void }) {
  const { t } = useTranslation();
  const device = useProject((state) => state.device);
  const { device: choice } = recipe.train;
  const help = device ? `${t.train.device.takes(deviceName(device, t))}: ${t.train.device.reasons[device.reason]}` : t.train.device.unknown;
  return (
    <Select
      label={t.train.device.label}
      value={choice}
      options={choices.map((value) => ({ value, label: t.train.device[value] }))}
      help={choice === 'auto' ? help : undefined}
      onChange={(value) => onChange({ ...recipe, train: { ...recipe.train, device: value } })}
    />
  );
}
