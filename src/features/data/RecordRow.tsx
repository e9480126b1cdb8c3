import { memo } from 'react';
import { useTranslation } from '../../i18n';
import { Badge, classNames } from '../../ui';
import type { RecordLine } from '../../worker/protocol';
import styles from './RecordTable.module.css';

interface RecordRowProps {
  readonly index: number;
  /** Undefined while it is on its way. */
  readonly line: RecordLine | undefined;
  readonly top: number;
  readonly height: number;
  readonly open: boolean;
  readonly current: boolean;
  readonly chosen: boolean;
  readonly onChoose: (id: string, chosen: boolean) => void;
}

function Findings({ line }: { readonly line: RecordLine }) {
  const { t, format } = useTranslation();
  return (
    <>
      {line.errors > 0 ? (
        <Badge tone="bad" title={t.data.table.errors(line.errors)}>
          {format.number(line.errors)}
        </Badge>
      ) : null}
      {line.warnings > 0 ? (
        <Badge tone="warning" title={t.data.table.warnings(line.warnings)}>
          {format.number(line.warnings)}
        </Badge>
      ) : null}
    </>
  );
}

function Calls({ calls }: { readonly calls: readonly string[] }) {
  const { t } = useTranslation();
  const [first, ...others] = calls;
  if (first === undefined) return <span className={styles.none}>– {t.data.table.noCall}</span>;
  return (
    <>
      <code className={styles.call}>{first}</code>
      {others.length > 0 ? <span className={styles.others}>{t.data.table.moreCalls(others.length)}</span> : null}
    </>
  );
}

/** One line of the table. The table itself listens for clicks and keys; the box chooses the row. */
export const RecordRow = memo(function RecordRow(props: RecordRowProps) {
  const { index, line, top, height, open, current, chosen, onChoose } = props;
  const { t, format } = useTranslation();
  const style = { height, transform: `translateY(${top}px)` };
  if (!line) return <tr aria-rowindex={index + 2} className={classNames(styles.row, styles.waiting)} style={style} />;
  return (
    <tr
      id={`record-row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={chosen}
      data-index={index}
      className={classNames(styles.row, open && styles.open, current && styles.current)}
      style={style}
    >
      <td className={styles.check}>
        <input
          type="checkbox"
          tabIndex={-1}
          aria-label={t.data.table.chooseRow(format.number(index + 1))}
          checked={chosen}
          onChange={(event) => onChoose(line.id, event.target.checked)}
        />
      </td>
      <td className={classNames(styles.number, styles.wideOnly)}>{format.number(index + 1)}</td>
      <td className={styles.request} title={line.request}>
        {line.request}
      </td>
      <td className={styles.calls} title={line.calls.join('\n')}>
        <Calls calls={line.calls} />
      </td>
      <td className={classNames(styles.figure, styles.wideOnly)}>{format.number(line.turns)}</td>
      <td className={classNames(styles.figure, styles.wideOnly)}>{format.number(line.tokens)}</td>
      <td className={classNames(styles.split, styles.wideOnly)}>{t.data.splits[line.split]}</td>
      <td className={styles.findings}>
        <Findings line={line} />
      </td>
    </tr>
  );
});
