import type { ReactNode } from 'react';
import { parameterCount } from '../../core/weights';
import { type Dictionary, type Format, useTranslation } from '../../i18n';
import type { FoundKind } from '../../worker/protocol';
import { useProject } from '../project';
import { BYTES_PER_GB, useSettings } from '../settings';
import { loraText } from './lora-text';
import { preflightOf } from './preflight';

/** What it is, by its configuration; what cannot be used was refused before. */
function kindText(found: FoundKind, t: Dictionary, format: Format): string {
  if (found.kind === 'adapter') return [t.models.adapterOf(found.baseName || '?'), loraText(found.settings, t)].join(' · ');
  return t.models.hub.supported(found.config.architecture, format.number(parameterCount(found.config)));
}

interface ShownPreflight {
  readonly tone: 'good' | 'warning' | 'bad';
  /** Terms and values of a `<dl>`. */
  readonly facts: ReactNode;
  /** What speaks against it, with what to do; empty where nothing does. */
  readonly problems: string;
}

/** Whether this browser can hold and train it. @param bytes to be stored */
export function usePreflight(found: FoundKind, bytes: number): ShownPreflight {
  const { t, format } = useTranslation();
  const words = t.models.hub;
  const storage = useProject((state) => state.storage);
  const device = useProject((state) => state.device);
  const budget = useSettings().memoryBudget * BYTES_PER_GB;
  const { memory, room, fitsMemory, fitsDisk } = preflightOf(found, bytes, { budget, storage, device });
  const problems = [
    ...(fitsMemory ? [] : [words.noMemory(format.bytes(memory), format.bytes(budget))]),
    ...(fitsDisk ? [] : [words.noRoom(format.bytes(room))]),
  ];
  const facts = (
    <>
      <dt>{words.architecture}</dt>
      <dd>{kindText(found, t, format)}</dd>
      {memory === null ? null : (
        <>
          <dt>{words.memory}</dt>
          <dd>{words.leastMemory(format.bytes(memory), format.bytes(budget))}</dd>
        </>
      )}
      <dt>{words.storage}</dt>
      <dd>{words.storageOf(format.bytes(bytes), format.bytes(room))}</dd>
    </>
  );
  return { tone: fitsDisk ? (fitsMemory ? 'good' : 'warning') : 'bad', facts, problems: problems.join(' ') };
}
