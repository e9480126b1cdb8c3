import { Fragment } from 'react';
import type { CaseResult } from '../../core/metrics';
import type { Call } from '../../core/record';
import { useTranslation } from '../../i18n';
import { classNames } from '../../ui';
import styles from './Calls.module.css';
import { argumentRows, type CallPair, pairCalls, type Segment } from './call-difference';

const SHOWN_CHARACTERS = 160;

function Segments({ segments, tone }: { readonly segments: readonly Segment[]; readonly tone: 'expected' | 'actual' }) {
  // Pieces have no identity but their place: they are rebuilt as a whole.
  return segments.map(({ text, marked }, place) => {
    const key = `${place} ${text}`;
    if (!marked) return <span key={key}>{text}</span>;
    return (
      <mark key={key} className={tone === 'actual' ? styles.wrong : styles.wanted}>
        {text}
      </mark>
    );
  });
}

function Side({ pairs, side }: { readonly pairs: readonly CallPair[]; readonly side: 'expected' | 'actual' }) {
  const { t } = useTranslation();
  const shown = side === 'expected' ? pairs.filter((pair) => pair.expected !== null) : pairs;
  return shown.map((pair, place) => {
    const segments = pair[side];
    const key = `${place} ${segments?.length}`;
    return (
      <Fragment key={key}>
        {place > 0 ? <span className={styles.plus}> + </span> : null}
        <span className={styles.call}>
          {segments === null ? <mark className={styles.wrong}>∅ {t.evaluate.missing}</mark> : <Segments segments={segments} tone={side} />}
        </span>
      </Fragment>
    );
  });
}

/** The answer's own words, where there is no call to show. */
export function AnswerText({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const shown = text.trim();
  if (shown === '') return <span className={styles.none}>{text === '' ? t.evaluate.emptyAnswer : t.evaluate.blankAnswer}</span>;
  return <span className={styles.text}>{shown.length > SHOWN_CHARACTERS ? `${shown.slice(0, SHOWN_CHARACTERS)}…` : shown}</span>;
}

/** Expected calls, and below them the answer's, with what differs marked in both. */
export function CallLines({ result }: { readonly result: CaseResult }) {
  const { t } = useTranslation();
  const pairs = pairCalls(result.expected, result.calls);
  const exact = result.verdict === 'exact';
  const unreadable = result.verdict === 'unreadable';
  const answer =
    unreadable || (result.calls.length === 0 && !exact) ? (
      <mark className={styles.wrong}>
        <AnswerText text={result.answerText} />
      </mark>
    ) : result.calls.length === 0 ? (
      <span className={styles.right}>{t.evaluate.noCall}</span>
    ) : (
      <Side pairs={pairs} side="actual" />
    );
  return (
    <div className={styles.lines}>
      <div>
        <span className="visually-hidden">{t.evaluate.expected}: </span>
        {result.expected.length === 0 ? (
          t.evaluate.noCall
        ) : (
          <Side pairs={unreadable ? pairCalls(result.expected, result.expected) : pairs} side="expected" />
        )}
      </div>
      <div className={classNames(exact && styles.exact)}>
        <span className="visually-hidden">{t.evaluate.answered}: </span>
        {answer}
      </div>
    </div>
  );
}

/** A call as a card: the tool, and its arguments one a line. */
export function CallCard({ call }: { readonly call: Call }) {
  const rows = argumentRows(call);
  return (
    <div className={styles.card}>
      <div className={styles.tool}>{call.name || '?'}</div>
      {rows === null ? (
        <code>{call.argumentsText}</code>
      ) : (
        <dl className={styles.arguments}>
          {rows.map(({ key, value }) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      )}
    </div>
  );
}
