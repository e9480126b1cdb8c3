import type { ReactNode } from 'react';
import { basesNamed } from '../../core/adapter';
import { parameterCount } from '../../core/weights';
import { type Dictionary, type Format, useTranslation } from '../../i18n';
import type { FoundKind, ModelSummary } from '../../worker/protocol';
import { useProject } from '../project';
import { BYTES_PER_GB, useSettings } from '../settings';
import { loraText } from './lora-text';
import { modelName } from './model-name';
import { preflightOf } from './preflight';

/** What it is, by its configuration; what cannot be used was refused before. */
function kindText(found: FoundKind, t: Dictionary, format: Format): string {
  if (found.kind === 'adapter') return [t.models.adapterOf(found.baseName || '?'), loraText(found.settings, t)].join(' · ');
  return t.models.hub.supported(found.config.architecture, format.number(parameterCount(found.config)));
}

/** Where an adapter will stand. @param bases stored models that it may belong to */
function baseText(baseName: string, bases: readonly ModelSummary[], t: Dictionary): string {
  const words = t.models.hub;
  if (bases.length === 0) return words.baseMissing(baseName || '?');
  if (baseName === '') return words.baseUnnamed;
  return words.baseStored([...new Set(bases.map((model) => modelName(model, t)))].join(', '));
}

interface ShownPreflight {
  readonly tone: 'good' | 'warning' | 'bad';
  /** Terms and values of a `<dl>`. */
  readonly facts: ReactNode;
  /** What speaks against it, with what to do; empty where nothing does. */
  readonly problems: string;
  /** What an adapter was trained on, where that is not stored here. */
  readonly missingBase: string | null;
}

/** Whether this browser can hold and train it. @param bytes to be stored */
export function usePreflight(found: FoundKind, bytes: number): ShownPreflight {
  const { t, format } = useTranslation();
  const words = t.models.hub;
  const storage = useProject((state) => state.storage);
  const device = useProject((state) => state.device);
  const models = useProject((state) => state.models);
  const budget = useSettings().memoryBudget * BYTES_PER_GB;
  const adapter = found.kind === 'adapter' ? { baseName: found.baseName, bases: basesNamed(found.baseName, models) } : null;
  const missingBase = adapter?.bases.length === 0 ? adapter.baseName : null;
  const { memory, room, fitsMemory, fitsDisk } = preflightOf(found, bytes, { budget, storage, device });
  const problems = [
    ...(missingBase === null ? [] : [words.noBase(missingBase || '?')]),
    ...(fitsMemory ? [] : [words.noMemory(format.bytes(memory), format.bytes(budget))]),
    ...(fitsDisk ? [] : [words.noRoom(format.bytes(room))]),
  ];
  const facts = (
    <>
      <dt>{words.architecture}</dt>
      <dd>{kindText(found, t, format)}</dd>
      {adapter ? (
        <>
          <dt>{words.base}</dt>
          <dd>{baseText(adapter.baseName, adapter.bases, t)}</dd>
        </>
      ) : null}
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
  const possible = fitsDisk && missingBase === null;
  return { tone: possible ? (fitsMemory ? 'good' : 'warning') : 'bad', facts, problems: problems.join(' '), missingBase };
}
