import { parameterCount } from '../../core/weights';
import { type Dictionary, type Format, useTranslation } from '../../i18n';
import { Button, NoticeBox } from '../../ui';
import type { FoundModel } from '../../worker/protocol';
import { useProject } from '../project';
import { BYTES_PER_GB, useSettings } from '../settings';
import { loraText } from './lora-text';
import styles from './Models.module.css';
import { isCommit } from './origin-text';
import { preflightOf } from './preflight';

/** What it is, by its configuration; what cannot be used was refused before. */
function kindText(found: FoundModel, t: Dictionary, format: Format): string {
  if (found.kind === 'adapter') return [t.models.adapterOf(found.baseName || '?'), loraText(found.settings, t)].join(' · ');
  return t.models.hub.supported(found.config.architecture, format.number(parameterCount(found.config)));
}

interface HubFoundProps {
  readonly found: FoundModel;
  readonly disabled: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
}

/** What the hub has, whether this browser can hold and train it, and the way to fetch it. */
export function HubFound({ found, disabled, onYes, onNo }: HubFoundProps) {
  const { t, format } = useTranslation();
  const words = t.models.hub;
  const storage = useProject((state) => state.storage);
  const device = useProject((state) => state.device);
  const budget = useSettings().memoryBudget * BYTES_PER_GB;
  const room = storage ? storage.quota - storage.usage : null;
  const { model } = found;
  const { bytes, memory, hashed, fitsMemory, fitsDisk } = preflightOf(found, { budget, room, maxTensorBytes: device?.maxTensorBytes });
  const problems = [
    ...(memory === null || fitsMemory ? [] : [words.noMemory(format.bytes(memory), format.bytes(budget))]),
    ...(fitsDisk ? [] : [words.noRoom(format.bytes(room))]),
  ];
  return (
    <NoticeBox
      tone={fitsDisk ? (fitsMemory ? 'good' : 'warning') : 'bad'}
      testId="hub-found"
      what={words.found(model.name, String(model.files.length), format.bytes(bytes))}
      where={
        <dl className={styles.facts}>
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
          <dt>{words.revision}</dt>
          <dd>{isCommit(model.commit) ? model.commit : words.branch(model.commit)}</dd>
          <dt>{words.proof}</dt>
          <dd>{words.proofs(hashed, model.files.length)}</dd>
          <dt>{words.files}</dt>
          <dd>{model.files.map((file) => file.path).join(', ')}</dd>
        </dl>
      }
      remedy={problems.length > 0 ? problems.join(' ') : words.resumes}
      actions={
        <>
          <Button onClick={onNo}>{t.shell.cancel}</Button>
          <Button kind="primary" disabled={disabled} onClick={onYes}>
            {words.download(format.bytes(bytes))}
          </Button>
        </>
      }
    />
  );
}
