import { Check } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import { useTranslation } from '../../i18n';
import { Badge, Button, classNames } from '../../ui';
import { CallLines } from '../calls';
import { type ComparedCase, isFailure } from './cases';
import styles from './Evaluate.module.css';
import { openCase, useEvaluateView } from './state';
import { verdictText } from './verdicts';

/** Rows drawn at once; more on request. */
const FIRST_ROWS = 100;

function Verdict({ item }: { readonly item: ComparedCase }) {
  const { t } = useTranslation();
  const text = verdictText(item.tuned, t);
  return isFailure(item) ? (
    <Badge tone="bad">{text}</Badge>
  ) : (
    <Badge tone="good">
      <Check size={12} aria-hidden />
      {text}
    </Badge>
  );
}

/** One tab stop for all rows: the arrow keys walk them, so that what stands behind the table stays near. */
function useRowFocus(count: number) {
  const [at, setAt] = useState(0);
  const current = Math.min(at, count - 1);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const targets: Readonly<Record<string, number>> = { ArrowDown: current + 1, ArrowUp: current - 1, Home: 0, End: count - 1 };
    const target = targets[event.key];
    if (target === undefined || target < 0 || target >= count) return;
    event.preventDefault();
    setAt(target);
    event.currentTarget.querySelectorAll<HTMLElement>('[data-case-button]')[target]?.focus();
  };
  return { current, onKeyDown, onFocus: setAt };
}

/** The held-out requests, each with expected and answered calls and the named reason. */
export function CaseTable({ cases }: { readonly cases: readonly ComparedCase[] }) {
  const { t } = useTranslation();
  const open = useEvaluateView((state) => state.open);
  const [all, setAll] = useState(false);
  const words = t.evaluate;
  const shown = all ? cases : cases.slice(0, FIRST_ROWS);
  const rows = useRowFocus(shown.length);
  if (cases.length === 0) return <p className={styles.nothing}>{words.noFailures}</p>;
  return (
    <>
      <table className={styles.cases} data-testid="cases">
        <thead>
          <tr>
            <th scope="col">{words.columns.request}</th>
            <th scope="col">{words.columns.calls}</th>
            <th scope="col">{words.columns.reason}</th>
          </tr>
        </thead>
        <tbody onKeyDown={rows.onKeyDown}>
          {shown.map((item, position) => (
            <tr key={item.index} className={classNames(open === item.index && styles.open)} data-testid="case">
              <td>
                <button
                  type="button"
                  className={styles.request}
                  aria-pressed={open === item.index}
                  tabIndex={position === rows.current ? 0 : -1}
                  onFocus={() => rows.onFocus(position)}
                  onClick={() => openCase(item.index)}
                  data-case-button
                >
                  {item.tuned.request || '–'}
                </button>
                <div className={styles.kind}>{words.kinds[item.tuned.kind]}</div>
              </td>
              <td>
                <CallLines result={item.tuned} />
              </td>
              <td>
                <Verdict item={item} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {shown.length < cases.length ? <Button onClick={() => setAll(true)}>{words.showAll(cases.length)}</Button> : null}
    </>
  );
}
