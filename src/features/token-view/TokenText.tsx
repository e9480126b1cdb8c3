import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, memo, type PointerEvent, useMemo, useRef } from 'react';
import type { TokenViewData } from '../../core/mask';
import { useTranslation } from '../../i18n';
import { classNames } from '../../ui';
import styles from './TokenText.module.css';
import { BLOCK_TOKENS, blockStarts, tokenAt, type ViewToken, weightClass } from './tokens';

/** Up to here everything is drawn at once and the text flows as one. */
const DRAWN_WHOLE = 1200;
const BLOCK_PIXELS = 150;
/** The text takes the focus, so that the arrow keys reach every token and the region can be scrolled. */
const FOCUSABLE = { tabIndex: 0 };

interface TokenTextProps {
  readonly view: TokenViewData;
  readonly ids: boolean;
  readonly current: number | null;
  readonly onCurrent: (index: number | null) => void;
}

interface BlockProps extends Pick<TokenTextProps, 'view' | 'ids'> {
  readonly start: number;
  readonly end: number;
  /** The marked token, if it is in this block. */
  readonly current: number | null;
}

function Token({ token, ids, marked }: { readonly token: ViewToken; readonly ids: boolean; readonly marked: boolean }) {
  const name = classNames(
    styles.token,
    styles[weightClass(token.weight)],
    token.special && styles.special,
    token.cut && styles.cut,
    marked && styles.marked,
  );
  return (
    <>
      <span className={name} data-token={token.index}>
        {ids ? token.id : token.text}
      </span>
      {ids ? ' ' : null}
      {token.breaks ? <br /> : null}
    </>
  );
}

const Block = memo(function Block({ view, ids, start, end, current }: BlockProps) {
  const { t, format } = useTranslation();
  const line = view.maxLength > start && view.maxLength < end ? view.maxLength : start === view.maxLength ? start : null;
  return (
    <>
      {Array.from({ length: end - start }, (_, offset) => start + offset).map((index) => (
        <span key={index}>
          {index === line ? <span className={styles.cutLine}>{t.lens.cutHere(format.number(view.maxLength))}</span> : null}
          <Token token={tokenAt(view, index)} ids={ids} marked={index === current} />
        </span>
      ))}
    </>
  );
});

function LongText({ view, ids, current, scroller }: Omit<TokenTextProps, 'onCurrent'> & { readonly scroller: () => HTMLElement | null }) {
  const starts = useMemo(() => blockStarts(view), [view]);
  const blocks = useVirtualizer({
    count: starts.length - 1,
    getScrollElement: scroller,
    estimateSize: () => BLOCK_PIXELS,
    overscan: 4,
  });
  return (
    <div className={styles.blocks} style={{ height: blocks.getTotalSize() }}>
      {blocks.getVirtualItems().map((item) => {
        const start = starts[item.index] ?? 0;
        const end = starts[item.index + 1] ?? start;
        const inside = current !== null && current >= start && current < end ? current : null;
        return (
          <div
            key={item.key}
            ref={blocks.measureElement}
            data-index={item.index}
            className={styles.block}
            style={{ transform: `translateY(${item.start}px)` }}
          >
            <Block view={view} ids={ids} start={start} end={end} current={inside} />
          </div>
        );
      })}
    </div>
  );
}

function indexUnder(event: PointerEvent): number | null {
  const token = event.target instanceof HTMLElement ? event.target.closest<HTMLElement>('[data-token]') : null;
  return token ? Number(token.dataset['token']) : null;
}

/** The rendered text as tokens. Pointer or arrow keys mark one; its details stand below. */
export function TokenText({ view, ids, current, onCurrent }: TokenTextProps) {
  const { t } = useTranslation();
  const host = useRef<HTMLDivElement>(null);
  const total = view.ids.length;
  const moves: Readonly<Record<string, number>> = {
    ArrowRight: (current ?? -1) + 1,
    ArrowLeft: (current ?? total) - 1,
    PageDown: (current ?? 0) + BLOCK_TOKENS,
    PageUp: (current ?? 0) - BLOCK_TOKENS,
    Home: 0,
    End: total - 1,
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const target = moves[event.key];
    if (target === undefined || total === 0) return;
    event.preventDefault();
    event.stopPropagation();
    const index = Math.max(0, Math.min(total - 1, target));
    onCurrent(index);
    requestAnimationFrame(() => host.current?.querySelector(`[data-token="${index}"]`)?.scrollIntoView({ block: 'nearest' }));
  };
  return (
    <section
      ref={host}
      className={styles.text}
      {...FOCUSABLE}
      aria-label={t.lens.text}
      onKeyDown={onKeyDown}
      onPointerOver={(event) => onCurrent(indexUnder(event))}
      onPointerLeave={() => onCurrent(null)}
      data-testid="lens-text"
    >
      {total <= DRAWN_WHOLE ? (
        <Block view={view} ids={ids} start={0} end={total} current={current} />
      ) : (
        <LongText view={view} ids={ids} current={current} scroller={() => host.current} />
      )}
    </section>
  );
}
