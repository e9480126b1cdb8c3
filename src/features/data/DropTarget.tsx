import { type ReactNode, useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { useTranslation } from '../../i18n';
import { showToast } from '../../ui';
import { showFailure, showRecipeText } from '../project';
import styles from './DropTarget.module.css';
import { fileOfText, filesOfTransfer, looksLikeRecipe, onlyRecipe } from './dropped-files';
import { takeFiles } from './importing';

const EDITORS = 'input, textarea, select, [contenteditable]';

function useDrop(onTransfer: (transfer: DataTransfer) => void): boolean {
  const [over, setOver] = useState(false);
  useEffect(() => {
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const onOver = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      setOver(true);
    };
    const onLeave = (event: DragEvent) => {
      if (event.relatedTarget === null) setOver(false);
    };
    const onDrop = (event: DragEvent) => {
      setOver(false);
      if (!hasFiles(event) || !event.dataTransfer) return;
      event.preventDefault();
      onTransfer(event.dataTransfer);
    };
    window.addEventListener('dragover', onOver);
    window.addEventListener('dragleave', onLeave);
    window.addEventListener('drop', onDrop);
    return () => {
      window.removeEventListener('dragover', onOver);
      window.removeEventListener('dragleave', onLeave);
      window.removeEventListener('drop', onDrop);
    };
  }, [onTransfer]);
  return over;
}

function usePaste(onFiles: (transfer: DataTransfer) => void, onText: (text: string) => void): void {
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const target = event.target instanceof Element ? event.target : null;
      if (target?.closest(EDITORS) || document.querySelector('dialog[open]') || !event.clipboardData) return;
      event.preventDefault();
      if (event.clipboardData.files.length > 0) onFiles(event.clipboardData);
      else onText(event.clipboardData.getData('text/plain'));
    };
    window.addEventListener('paste', onPaste);
    return () => window.removeEventListener('paste', onPaste);
  }, [onFiles, onText]);
}

/** Takes what is dropped or pasted anywhere on the window. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const { t } = useTranslation();
  const [location, navigate] = useLocation();
  const [handlers] = useState(() => ({ t, location }));
  useEffect(() => {
    handlers.t = t;
    handlers.location = location;
  }, [handlers, t, location]);
  const [take] = useState(() => ({
    transfer: (transfer: DataTransfer) => {
      const taking = filesOfTransfer(transfer).then(async (files) => {
        const recipe = handlers.location === '/train' ? onlyRecipe(files) : null;
        if (recipe) return showRecipeText(await recipe.text());
        navigate('/data');
        return takeFiles(files, handlers.t);
      });
      void taking.catch(showFailure);
    },
    text: (text: string) => {
      if (handlers.location === '/train' && looksLikeRecipe(text)) return showRecipeText(text);
      const file = fileOfText(text, handlers.t.data.import.pastedName);
      if (!file) return showToast({ text: handlers.t.data.import.notJson });
      navigate('/data');
      void takeFiles([file], handlers.t);
    },
  }));
  const over = useDrop(take.transfer);
  usePaste(take.transfer, take.text);
  return (
    <>
      {children}
      {over ? (
        <div className={styles.over} data-testid="drop-here">
          <div className={styles.text}>
            <strong>{t.data.import.dropTitle}</strong>
            <p>{t.data.import.dropText}</p>
          </div>
        </div>
      ) : null}
    </>
  );
}
