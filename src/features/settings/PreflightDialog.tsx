import { useState } from 'react';
import type { DeviceInfo } from '../../core/training';
import { type Dictionary, type Format, useTranslation } from '../../i18n';
import { Dialog, NumberField } from '../../ui';
import { useProject } from '../project';
import styles from './settings.module.css';
import { changeSettings, useSettings } from './state';

/** One line: `WebGPU · apple metal-3 · f16`. */
export function deviceLine(device: DeviceInfo, t: Dictionary): string {
  const names = { webgpu: 'WebGPU', wasm: 'WebAssembly', cpu: 'JavaScript' };
  // The adapter says nothing of what computes without it.
  if (device.backend !== 'webgpu') return names[device.backend];
  const adapter = [device.vendor, device.architecture].filter(Boolean).join(' ');
  return [names.webgpu, adapter || device.description, device.f16 ? 'f16' : '', device.fallbackAdapter ? t.shell.device.software : '']
    .filter(Boolean)
    .join(' · ');
}

/** Limits in bytes are shown as sizes, counts as numbers. */
function limitText(name: string, value: number, format: Format): string {
  return /size/i.test(name) && !/workgroupSize[XYZ]|invocations/i.test(name) ? format.bytes(value) : format.number(value);
}

function Limits({ limits }: { readonly limits: DeviceInfo['limits'] }) {
  const { t, format } = useTranslation();
  const meanings: Readonly<Record<string, string>> = t.shell.device.limits;
  const entries = Object.entries(limits);
  if (entries.length === 0) return <p className={styles.soft}>{t.shell.device.noLimits}</p>;
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">{t.shell.device.limit}</th>
          <th scope="col" className={styles.number}>
            {t.shell.device.value}
          </th>
        </tr>
      </thead>
      <tbody>
        {entries.map(([name, value]) => (
          <tr key={name}>
            <th scope="row">
              {meanings[name] ?? null}
              <span className={styles.name}>{name}</span>
            </th>
            <td className={styles.number}>{limitText(name, value, format)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function MemoryBudget() {
  const { t } = useTranslation();
  const { memoryBudget } = useSettings();
  const [text, setText] = useState(String(memoryBudget));
  const value = Number(text);
  const valid = text.trim() !== '' && Number.isFinite(value) && value > 0;
  return (
    <NumberField
      row
      label={t.shell.device.budget}
      unit="GB"
      help={t.shell.device.budgetHelp}
      error={valid ? undefined : t.shell.device.budgetError}
      value={text}
      onChange={(next) => {
        setText(next);
        const parsed = Number(next);
        if (next.trim() !== '' && Number.isFinite(parsed) && parsed > 0) changeSettings({ memoryBudget: parsed });
      }}
    />
  );
}

/** What this browser and machine offer, and what each limit means. */
export function PreflightDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, format } = useTranslation();
  const device = useProject((state) => state.device);
  const storage = useProject((state) => state.storage);
  const kept =
    storage?.persisted === null || !storage ? t.shell.storage.notAsked : storage.persisted ? t.shell.storage.kept : t.shell.storage.notKept;
  return (
    <Dialog title={t.shell.device.title} onClose={onClose} testId="preflight">
      <div className={styles.form}>
        {device ? (
          <>
            <dl className={styles.facts}>
              <dt>{t.shell.device.computes}</dt>
              <dd>{deviceLine(device, t)}</dd>
              <dt>{t.shell.device.why}</dt>
              <dd>{t.shell.device.reasons[device.reason]}</dd>
              {device.description ? (
                <>
                  <dt>{t.shell.device.description}</dt>
                  <dd>{device.description}</dd>
                </>
              ) : null}
              <dt>{t.shell.device.f16}</dt>
              <dd>{device.f16 ? t.shell.device.f16Yes : t.shell.device.f16No}</dd>
            </dl>
            <MemoryBudget />
            <Limits limits={device.limits} />
          </>
        ) : (
          <p className={styles.soft}>{t.shell.device.unknownLong}</p>
        )}
        <dl className={styles.facts}>
          <dt>{t.shell.storage.used}</dt>
          <dd>{storage ? t.shell.of(format.bytes(storage.usage), format.bytes(storage.quota)) : format.bytes(null)}</dd>
          <dt>{t.shell.storage.keeps}</dt>
          <dd>{kept}</dd>
        </dl>
      </div>
    </Dialog>
  );
}
