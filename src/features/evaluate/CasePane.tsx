import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { toFailure } from '../../core/failure';
import type { DataRecord, Message } from '../../core/record';
import type { PromptFormat } from '../../core/tokenizer';
import { useTranslation } from '../../i18n';
import { type Action, Badge, IconButton, Skeleton, useActions } from '../../ui';
import { CallCard, CallLines, callText } from '../calls';
import { openProjectId, workers } from '../project';
import { AnswerView } from './AnswerView';
import { type ComparedCase, isFailure } from './cases';
import { keyed } from './keyed';
import styles from './Panel.module.css';
import { openCase } from './state';
import { verdictText } from './verdicts';

function MessageBubble({ message }: { readonly message: Message }) {
  const { t } = useTranslation();
  return (
    <div className={styles.bubble}>
      <div className={styles.role}>{t.evaluate.roles[message.role]}</div>
      {message.content ? <div className={styles.said}>{message.content}</div> : null}
      {keyed(message.calls ?? [], callText).map(({ key, item }) => (
        <CallCard key={key} call={item} />
      ))}
    </div>
  );
}

type Loaded = { readonly id: string; readonly record: DataRecord | null };

/** The record of a case; `record` null = deleted since. */
function useRecord(id: string): Loaded | null {
  const [loaded, setLoaded] = useState<Loaded | null>(null);
  useEffect(() => {
    let current = true;
    const show = (record: DataRecord | null) => current && setLoaded({ id, record });
    workers()
      .then(({ data }) => data.call('record', { projectId: openProjectId(), id }))
      .then(
        ({ record }) => show(record),
        // The evaluation outlives its records.
        (error: unknown) => toFailure(error).code !== 'aborted' && show(null),
      );
    return () => {
      current = false;
    };
  }, [id]);
  return loaded?.id === id ? loaded : null;
}

interface CasePaneProps {
  readonly item: ComparedCase;
  /** The list behind, for the arrow keys. */
  readonly cases: readonly ComparedCase[];
  readonly format: PromptFormat;
}

/** One case: what was asked, what was expected, what both models said. */
export function CasePane({ item, cases, format }: CasePaneProps) {
  const { t } = useTranslation();
  const words = t.evaluate;
  const loaded = useRecord(item.tuned.recordId);
  const asked = loaded?.record?.messages.slice(0, item.tuned.messageIndex) ?? [];
  const place = cases.findIndex((each) => each.index === item.index);
  const before = cases[place - 1];
  const after = place < 0 ? undefined : cases[place + 1];
  const step = (target: ComparedCase | undefined) => target && openCase(target.index);
  const section = t.shell.steps.evaluate;
  const actions: Action[] = [
    { id: 'data.next', label: words.case.next, section, disabled: !after, run: () => step(after) },
    { id: 'data.previous', label: words.case.previous, section, disabled: !before, run: () => step(before) },
    { id: 'data.close', label: words.case.close, section, run: () => openCase(null) },
  ];
  useActions(actions);
  return (
    <div className={styles.panel} data-testid="case-pane">
      <div className={styles.head}>
        <h2>{words.case.title}</h2>
        <Badge tone={isFailure(item) ? 'bad' : 'good'}>{verdictText(item.tuned, t)}</Badge>
        <span className={styles.spread} />
        <IconButton small label={words.case.previous} disabled={!before} onClick={() => step(before)}>
          <ArrowUp size={14} aria-hidden />
        </IconButton>
        <IconButton small label={words.case.next} disabled={!after} onClick={() => step(after)}>
          <ArrowDown size={14} aria-hidden />
        </IconButton>
        <IconButton small label={words.case.close} onClick={() => openCase(null)}>
          <X size={14} aria-hidden />
        </IconButton>
      </div>
      <section className={styles.part}>
        <h3>{words.case.conversation}</h3>
        {loaded === null ? <Skeleton lines={3} /> : null}
        {keyed(asked, (message) => `${message.role} ${message.content ?? ''}`).map(({ key, item: message }) => (
          <MessageBubble key={key} message={message} />
        ))}
        {loaded && !loaded.record ? <p className={styles.soft}>{words.case.gone}</p> : null}
      </section>
      <section className={styles.part}>
        <h3>{words.columns.calls}</h3>
        <CallLines result={item.tuned} />
      </section>
      <section className={styles.part}>
        <h3>{words.case.before}</h3>
        {item.base ? <AnswerView text={item.base.answerText} format={format} /> : null}
      </section>
      <section className={styles.part}>
        <h3>{words.case.after}</h3>
        <AnswerView text={item.tuned.answerText} format={format} />
        <details>
          <summary className={styles.soft}>{words.case.written}</summary>
          <code className={styles.raw}>{item.tuned.answerText}</code>
        </details>
      </section>
    </div>
  );
}
