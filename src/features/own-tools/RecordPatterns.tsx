import { Quote } from 'lucide-react';
import { useState } from 'react';
import { type GeneratorPlan, type RecordPatterns as Sentences, type SkipReason, withRecordPatterns } from '../../core/generator';
import { type Dictionary, useTranslation } from '../../i18n';
import { Button, classNames, NoticeBox, showToast } from '../../ui';
import { attempt, openProjectId, workers } from '../project';
import styles from './OwnTools.module.css';
import { changeOwnTools, changePlan, useOwnTools } from './state';

/** More would be a table; the Data step has one. */
const MOST_LEFT_SHOWN = 200;

function reasonText(reason: SkipReason, t: Dictionary): string {
  const words = t.ownTools.rowSentences.reasons;
  switch (reason.kind) {
    case 'no_call':
    case 'several_calls':
    case 'several_requests':
    case 'braces':
      return words[reason.kind];
    case 'unknown_tool':
    case 'bad_arguments':
      return words[reason.kind](reason.tool);
    case 'not_said':
    case 'said_twice':
      return words[reason.kind](reason.parameter);
  }
}

function Skipped({ skipped }: Pick<Sentences, 'skipped'>) {
  const { t, format } = useTranslation();
  const words = t.ownTools.rowSentences;
  return (
    <details className={styles.left}>
      <summary>{words.left(skipped.length)}</summary>
      <ul className={styles.leftRows}>
        {skipped.slice(0, MOST_LEFT_SHOWN).map(({ id, request, reason }) => (
          <li key={id}>
            <q>{request}</q> {reasonText(reason, t)}
          </li>
        ))}
      </ul>
      {skipped.length > MOST_LEFT_SHOWN ? (
        <p className={styles.soft}>{words.more(format.number(skipped.length - MOST_LEFT_SHOWN))}</p>
      ) : null}
    </details>
  );
}

/** Rows that a person wrote or brought become sentences of the templates, to be said again with other values. */
export function RecordPatterns() {
  const { t } = useTranslation();
  const words = t.ownTools.rowSentences;
  const [found, setFound] = useState<Sentences | null>(null);
  const undo = (before: GeneratorPlan) => {
    setFound(null);
    changePlan(before);
  };
  const take = async () => {
    const sentences = await attempt(async () => (await workers()).data.call('recordPatterns', { projectId: openProjectId() }));
    if (!sentences) return;
    setFound(sentences);
    const { plan: before } = useOwnTools.getState();
    if (!before || sentences.used === 0) return;
    changePlan(withRecordPatterns(before, sentences));
    showToast({ text: words.taken(sentences.used), action: { label: t.shell.undo, run: () => undo(before) } });
  };
  const count = found ? Object.values(found.patterns).reduce((sum, frames) => sum + frames.length, 0) : 0;
  return (
    <section className={classNames(styles.stack, styles.ownSentences)} aria-label={words.title}>
      <h2>{words.title}</h2>
      <p className={styles.soft}>{words.text}</p>
      <div>
        <Button onClick={() => void take()} data-testid="take-sentences">
          <Quote size={14} aria-hidden />
          {words.take}
        </Button>
      </div>
      {found ? (
        <NoticeBox
          live
          testId="taken-sentences"
          tone={found.used > 0 ? 'good' : 'warning'}
          what={found.used > 0 ? words.found(found.used, count) : found.skipped.length > 0 ? words.nothing : words.noRows}
          where={found.skipped.length > 0 ? <Skipped skipped={found.skipped} /> : undefined}
          remedy={found.used > 0 ? words.foundRemedy : undefined}
          actions={
            found.used > 0 ? (
              <Button small onClick={() => changeOwnTools({ source: 'templates' })}>
                {words.see}
              </Button>
            ) : undefined
          }
        />
      ) : null}
    </section>
  );
}
