import { ClipboardPaste, FileUp } from 'lucide-react';
import { useState } from 'react';
import { type Failure, toFailure } from '../../core/failure';
import { readToolDocument } from '../../core/tool-document';
import { useTranslation } from '../../i18n';
import { Button, chooseFile, Dialog, showToast, TextArea } from '../../ui';
import { addTools } from '../data';
import { FailureBox } from '../project';
import styles from './OwnTools.module.css';

/** Schemas that a person has already: pasted, or from a file. */
export function PasteTools() {
  const { t } = useTranslation();
  const words = t.ownTools.paste;
  const [text, setText] = useState<string | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const close = () => {
    setText(null);
    setFailure(null);
  };
  const take = async (given: string) => {
    try {
      const tools = readToolDocument(given);
      if (!(await addTools(tools, t))) return;
      close();
      showToast({ text: words.done(tools.length) });
    } catch (error) {
      setText(given);
      setFailure(toFailure(error));
    }
  };
  const takeFile = async () => {
    const file = await chooseFile('.json,.yaml,.yml');
    if (file) await take(await file.text());
  };
  return (
    <>
      <Button onClick={() => setText('')} data-testid="paste-tools">
        <ClipboardPaste size={14} aria-hidden />
        {words.open}
      </Button>
      <Button onClick={() => void takeFile()}>
        <FileUp size={14} aria-hidden />
        {words.file}
      </Button>
      {text === null ? null : (
        <Dialog
          wide
          title={words.title}
          onClose={close}
          testId="paste-dialog"
          footer={
            <>
              <Button onClick={close}>{t.shell.cancel}</Button>
              <Button kind="primary" disabled={text.trim() === ''} onClick={() => void take(text)}>
                {words.add}
              </Button>
            </>
          }
        >
          <div className={styles.stack}>
            <TextArea data-autofocus code rows={14} label={words.label} help={words.help} value={text} onChange={setText} />
            {failure ? <FailureBox failure={failure} /> : null}
          </div>
        </Dialog>
      )}
    </>
  );
}
