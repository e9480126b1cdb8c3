import { Check, X } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import { callLabel } from '../../core/builder';
import type { CaseResult, ToolCallScores } from '../../core/metrics';
import { useTranslation } from '../../i18n';
import { Badge, Button } from '../../ui';
import { BigNumbers, type ComparedCase, comparedCases, isFailure, verdictText } from '../evaluate';
import styles from './OwnTools.module.css';

const FIRST_CASES = 30;
const SHOWN_CHARACTERS = 120;

function shortened(text: string): string {
  return text.length > SHOWN_CHARACTERS ? `${text.slice(0, SHOWN_CHARACTERS)}…` : text;
}

/** The calls of an answer, or its words. */
function AnswerCell({ result }: { readonly result: CaseResult | null }) {
  const { t } = useTranslation();
  if (!result) return <span className={styles.soft}>–</span>;
  const right = result.verdict === 'exact';
  const text = result.calls.length > 0 ? result.calls.map(callLabel).join(' + ') : result.answerText.trim() || t.evaluate.emptyAnswer;
  return (
    <div className={styles.answer}>
      <Badge tone={right ? 'good' : 'bad'}>
        {right ? <Check size={12} aria-hidden /> : <X size={12} aria-hidden />}
        {verdictText(result, t)}
      </Badge>
      <span className={result.calls.length > 0 ? styles.calls : styles.words}>{shortened(text)}</span>
    </div>
  );
}

function CaseRow({ item }: { readonly item: ComparedCase }) {
  const { t } = useTranslation();
  const { expected } = item.tuned;
  return (
    <tr data-testid="compared-case">
      <td>
        <div>{item.tuned.request}</div>
        {isFailure(item) ? (
          <div className={styles.calls}>
            {t.evaluate.expected}: {expected.length === 0 ? t.evaluate.noCall : expected.map(callLabel).join(' + ')}
          </div>
        ) : null}
      </td>
      <td data-label={t.evaluate.case.before}>
        <AnswerCell result={item.base} />
      </td>
      <td data-label={t.evaluate.case.after}>
        <AnswerCell result={item.tuned} />
      </td>
    </tr>
  );
}

/** Before and after on requests with values that were never trained: the figures, then every case. */
export function Compared({ evaluation, onwards }: { readonly evaluation: ToolCallScores; readonly onwards: ReactNode }) {
  const { t } = useTranslation();
  const words = t.ownTools.compared;
  const [all, setAll] = useState(false);
  const cases = useMemo(() => comparedCases(evaluation), [evaluation]);
  const shown = all ? cases : cases.slice(0, FIRST_CASES);
  return (
    <>
      <h2 className={styles.heading}>{words.title(cases.length)}</h2>
      <BigNumbers evaluation={evaluation} />
      {onwards}
      <table className={styles.cases} data-testid="compared">
        <thead>
          <tr>
            <th scope="col">{t.evaluate.columns.request}</th>
            <th scope="col">{t.evaluate.case.before}</th>
            <th scope="col">{t.evaluate.case.after}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((item) => (
            <CaseRow key={item.index} item={item} />
          ))}
        </tbody>
      </table>
      {shown.length < cases.length ? <Button onClick={() => setAll(true)}>{t.evaluate.showAll(cases.length)}</Button> : null}
    </>
  );
}
