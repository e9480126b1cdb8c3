import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, useEffect, useRef, useState } from 'react';
import { useTranslation } from '../../i18n';
import { isComposing, NARROW, useMedia } from '../../ui';
import { RecordRow } from './RecordRow';
import styles from './RecordTable.module.css';
import type { RecordWindows } from './use-record-windows';

const ROW_PIXELS = 33;
const NARROW_ROW_PIXELS = 56;

interface RecordTableProps {
  readonly windows: RecordWindows;
  readonly chosen: ReadonlySet<string>;
  readonly openId: string | null;
  /** Index of the open record in the filtered list. */
  readonly openIndex: number | null;
  /** Opens the record at an index of the filtered list, whether its line is here already or not. */
  readonly onOpen: (index: number) => void;
  readonly onChoose: (id: string, chosen: boolean) => void;
  readonly onChooseAll: (chosen: boolean) => void;
}

interface TableHeadProps {
  readonly allChosen: boolean;
  readonly onChooseAll: (chosen: boolean) => void;
}

function TableHead({ allChosen, onChooseAll }: TableHeadProps) {
  const { t } = useTranslation();
  const words = t.data.table;
  return (
    <thead className={styles.headRows}>
      <tr className={styles.head} aria-rowindex={1}>
        <td className={styles.check}>
          <input type="checkbox" aria-label={words.chooseAll} checked={allChosen} onChange={(event) => onChooseAll(event.target.checked)} />
        </td>
        <th scope="col" className={styles.wideOnly}>
          {words.number}
        </th>
        <th scope="col">{words.request}</th>
        <th scope="col" className={styles.wideOnly}>
          {words.calls}
        </th>
        <th scope="col" className={styles.wideOnly}>
          {words.turns}
        </th>
        <th scope="col" className={styles.wideOnly}>
          {words.tokens}
        </th>
        <th scope="col" className={styles.wideOnly}>
          {words.split}
        </th>
        <th scope="col">
          <span className="visually-hidden">{words.findings}</span>
        </th>
      </tr>
    </thead>
  );
}

/** The records as a grid of windows: any number of rows, one tab stop, arrow keys inside. */
export function RecordTable({ windows, chosen, openId, openIndex, onOpen, onChoose, onChooseAll }: RecordTableProps) {
  const { t } = useTranslation();
  const words = t.data.table;
  const scroller = useRef<HTMLTableElement>(null);
  const [at, setAt] = useState(0);
  const narrow = useMedia(NARROW);
  const { total, lineAt, show } = windows;
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => (narrow ? NARROW_ROW_PIXELS : ROW_PIXELS),
    overscan: 12,
  });
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  const current = Math.min(openIndex ?? at, Math.max(0, total - 1));
  const currentShown = items.some((item) => item.index === current);

  useEffect(() => show(first, last), [show, first, last]);
  const rowPixels = narrow ? NARROW_ROW_PIXELS : ROW_PIXELS;
  const measured = useRef(rowPixels);
  useEffect(() => {
    if (measured.current !== rowPixels) rows.measure();
    measured.current = rowPixels;
  }, [rowPixels, rows]);
  useEffect(() => {
    if (openIndex !== null) rows.scrollToIndex(openIndex, { align: 'auto' });
  }, [openIndex, rows]);

  const moveTo = (index: number) => {
    const target = Math.max(0, Math.min(total - 1, index));
    setAt(target);
    rows.scrollToIndex(target, { align: 'auto' });
    if (openIndex !== null) onOpen(target);
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (isComposing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
    const page = Math.max(1, last - first - 12);
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: current + 1,
      ArrowUp: current - 1,
      PageDown: current + page,
      PageUp: current - page,
      Home: 0,
      End: total - 1,
    };
    const target = targets[event.key];
    const line = lineAt(current);
    if (target !== undefined) moveTo(target);
    else if (event.key === 'Enter' && total > 0) onOpen(current);
    else if ((event.key === 'x' || event.key === ' ') && line) onChoose(line.id, !chosen.has(line.id));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };

  const onClick = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const row = target?.closest<HTMLElement>('tr[data-index]');
    if (!row || target?.closest('input')) return;
    const index = Number(row.dataset['index']);
    setAt(index);
    onOpen(index);
  };

  // A table whose rows are walked with the arrow keys is a grid to assistive software: one tab stop, the row pointed at.
  const grid = {
    role: 'grid',
    tabIndex: 0,
    'aria-rowcount': total + 1,
    'aria-multiselectable': true,
    'aria-description': words.help,
    'aria-activedescendant': currentShown ? `record-row-${current}` : undefined,
  } as const;

  return (
    <table
      ref={scroller}
      className={styles.grid}
      {...grid}
      aria-label={words.label}
      onKeyDown={onKeyDown}
      onClick={onClick}
      data-testid="record-table"
    >
      <TableHead allChosen={total > 0 && chosen.size >= total} onChooseAll={onChooseAll} />
      <tbody className={styles.rows} style={{ height: rows.getTotalSize() }}>
        {items.map((item) => {
          const line = lineAt(item.index);
          return (
            <RecordRow
              key={item.key}
              index={item.index}
              line={line}
              top={item.start}
              height={item.size}
              open={line !== undefined && line.id === openId}
              current={item.index === current}
              chosen={line !== undefined && chosen.has(line.id)}
              onChoose={onChoose}
            />
          );
        })}
      </tbody>
    </table>
  );
}
