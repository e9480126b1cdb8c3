import { callLabel, requestOf } from '../../core/builder';
import type { MadeRows, TemplatePlan } from '../../core/builder/templates';
import type { Row } from '../../core/record';
import { useTranslation } from '../../i18n';
import { NoticeBox } from '../../ui';
import styles from './OwnTools.module.css';

const SHOWN = { train: 7, eval: 4 } as const;

function Line({ row }: { readonly row: Row }) {
  const { t } = useTranslation();
  const calls = row.messages.at(-1)?.calls ?? [];
  return (
    <li>
      <div>{requestOf(row)}</div>
      <div className={styles.calls}>{calls.length === 0 ? t.data.table.noCall : calls.map(callLabel).join(' + ')}</div>
    </li>
  );
}

/** The first rows of each side, and what is to know of all. */
export function Preview({ rows, plan }: { readonly rows: MadeRows; readonly plan: TemplatePlan }) {
  const { t, format } = useTranslation();
  const words = t.ownTools.templates;
  const short = rows.train.length < plan.rows || rows.eval.length < plan.heldOut;
  return (
    <div className={styles.stack} data-testid="preview">
      {short ? (
        <NoticeBox
          tone="warning"
          what={words.fewer(format.number(rows.train.length), format.number(rows.eval.length))}
          remedy={words.fewerRemedy}
        />
      ) : null}
      <h3>{words.trained(format.number(rows.train.length))}</h3>
      <ul className={styles.lines}>
        {rows.train.slice(0, SHOWN.train).map((row) => (
          <Line key={row.source.line} row={row} />
        ))}
      </ul>
      <h3>{words.held(format.number(rows.eval.length))}</h3>
      <p className={styles.soft}>{rows.shared.length === 0 ? words.unseen : words.unseenBut(rows.shared.join(', '))}</p>
      <ul className={styles.lines}>
        {rows.eval.slice(0, SHOWN.eval).map((row) => (
          <Line key={row.source.line} row={row} />
        ))}
      </ul>
    </div>
  );
}
