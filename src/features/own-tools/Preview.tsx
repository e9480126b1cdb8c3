import { callLabel, requestOf } from '../../core/builder';
import type { GeneratorPlan } from '../../core/generator';
import type { NewRecord } from '../../core/record';
import { useTranslation } from '../../i18n';
import { NoticeBox } from '../../ui';
import type { GeneratedPreview } from '../../worker/protocol';
import styles from './OwnTools.module.css';

function Line({ row }: { readonly row: NewRecord }) {
  const { t } = useTranslation();
  const calls = row.messages.at(-1)?.calls ?? [];
  return (
    <li>
      <div>{requestOf(row)}</div>
      <div className={styles.calls}>{calls.length === 0 ? t.data.table.noCall : calls.map(callLabel).join(' + ')}</div>
    </li>
  );
}

interface PreviewProps {
  readonly rows: NonNullable<GeneratedPreview['rows']>;
  readonly plan: GeneratorPlan;
}

/** The first rows of each side, and what is to know of all. */
export function Preview({ rows, plan }: PreviewProps) {
  const { t, format } = useTranslation();
  const words = t.ownTools.templates;
  const { count, first, shared } = rows;
  const short = count.train < plan.trainRecords || count.eval < plan.heldOutRecords;
  return (
    <div className={styles.stack} data-testid="preview">
      {short ? (
        <NoticeBox tone="warning" what={words.fewer(format.number(count.train), format.number(count.eval))} remedy={words.fewerRemedy} />
      ) : null}
      <h3>{words.trained(format.number(count.train))}</h3>
      <ul className={styles.lines}>
        {first.train.map((row) => (
          <Line key={row.source.line} row={row} />
        ))}
      </ul>
      <h3>{words.held(format.number(count.eval))}</h3>
      <p className={styles.soft}>{shared.length === 0 ? words.unseen : words.unseenBut(shared.join(', '))}</p>
      <ul className={styles.lines}>
        {first.eval.map((row) => (
          <Line key={row.source.line} row={row} />
        ))}
      </ul>
    </div>
  );
}
