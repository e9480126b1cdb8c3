import { useMemo } from 'react';
import { readAnswer } from '../../core/function-call';
import type { PromptFormat } from '../../core/tokenizer';
import { useTranslation } from '../../i18n';
import { CallCard, callText } from '../calls';
import { keyed } from './keyed';
import styles from './Panel.module.css';

/** What a model said, as calls and text; what cannot be read as a call is shown as it stands. */
export function AnswerView({ text, format }: { readonly text: string; readonly format: PromptFormat }) {
  const { t } = useTranslation();
  const { calls, content, malformed } = useMemo(() => readAnswer(text, format), [text, format]);
  if (malformed) {
    return (
      <div className={styles.answer}>
        <div className={styles.warning}>{t.evaluate.playground.unreadable}</div>
        <code className={styles.raw}>{text.trim()}</code>
      </div>
    );
  }
  const said = content.trim();
  return (
    <div className={styles.answer}>
      {said === '' ? null : <div className={styles.said}>{said}</div>}
      {keyed(calls, callText).map(({ key, item }) => (
        <CallCard key={key} call={item} />
      ))}
      {said === '' && calls.length === 0 ? (
        <span className={styles.soft}>{text === '' ? t.evaluate.emptyAnswer : t.evaluate.blankAnswer}</span>
      ) : null}
    </div>
  );
}
