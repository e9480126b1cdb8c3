import { isModelName } from '../../core/hub';
import { useTranslation } from '../../i18n';
import { Button, NoticeBox } from '../../ui';
import type { FoundModel } from '../../worker/protocol';
import styles from './Models.module.css';
import { isCommit } from './origin-text';
import { bytesOf, hashedFiles } from './preflight';
import { usePreflight } from './use-preflight';

interface HubFoundProps {
  readonly found: FoundModel;
  readonly disabled: boolean;
  readonly onYes: () => void;
  /** Looks up the base of an adapter, which is not stored here. */
  readonly onBase: (name: string) => void;
  readonly onNo: () => void;
}

/** What the hub has, whether this browser can hold and train it, and the way to fetch it, or what it needs first. */
export function HubFound({ found, disabled, onYes, onBase, onNo }: HubFoundProps) {
  const { t, format } = useTranslation();
  const words = t.models.hub;
  const { model } = found;
  const size = format.bytes(bytesOf(model));
  const { tone, facts, problems, missingBase } = usePreflight(found, bytesOf(model));
  return (
    <NoticeBox
      tone={tone}
      testId="hub-found"
      what={words.found(model.name, String(model.files.length), size)}
      where={
        <dl className={styles.facts}>
          {facts}
          <dt>{words.revision}</dt>
          <dd>{isCommit(model.commit) ? model.commit : words.branch(model.commit)}</dd>
          <dt>{words.proof}</dt>
          <dd>{words.proofs(hashedFiles(model), model.files.length)}</dd>
          <dt>{words.files}</dt>
          <dd>{model.files.map((file) => file.path).join(', ')}</dd>
        </dl>
      }
      remedy={problems || words.resumes}
      actions={
        <>
          <Button onClick={onNo}>{t.shell.cancel}</Button>
          {missingBase === null ? (
            <Button kind="primary" disabled={disabled} onClick={onYes}>
              {words.download(size)}
            </Button>
          ) : isModelName(missingBase) ? (
            <Button kind="primary" disabled={disabled} onClick={() => onBase(missingBase)}>
              {words.lookUpBase}
            </Button>
          ) : null}
        </>
      }
    />
  );
}
