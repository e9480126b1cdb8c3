import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { classNames } from './class-names';
import styles from './Tabs.module.css';

export interface TabItem<V extends string> {
  readonly id: V;
  readonly label: string;
  readonly count?: string;
}

interface TabsProps<V extends string> {
  readonly label: string;
  readonly value: V;
  readonly items: readonly TabItem<V>[];
  readonly onChange: (value: V) => void;
  /** The chosen tab's content. */
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly panelClassName?: string | undefined;
}

const MOVES: Readonly<Record<string, number>> = {
  ArrowRight: 1,
  ArrowLeft: -1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Tabs with arrow keys (automatic activation) and their panel. */
export function Tabs<V extends string>({ label, value, items, onChange, children, className, panelClassName }: TabsProps<V>) {
  const base = useId();
  const list = useRef<HTMLDivElement>(null);

  const onKeyDown = (event: KeyboardEvent) => {
    const move = MOVES[event.key];
    if (move === undefined) return;
    const current = items.findIndex((item) => item.id === value);
    const last = items.length - 1;
    const target = Number.isFinite(move) ? (current + move + items.length) % items.length : move < 0 ? 0 : last;
    const item = items[target];
    if (!item) return;
    event.preventDefault();
    event.stopPropagation();
    onChange(item.id);
    list.current?.querySelectorAll<HTMLButtonElement>('[role=tab]')[target]?.focus();
  };

  return (
    <div className={className}>
      <div ref={list} role="tablist" aria-label={label} className={styles.list} onKeyDown={onKeyDown}>
        {items.map((item) => (
          <button
            key={item.id}
            type="button"
            role="tab"
            id={`${base}-${item.id}`}
            aria-controls={`${base}-panel`}
            aria-selected={item.id === value}
            tabIndex={item.id === value ? 0 : -1}
            className={styles.tab}
            onClick={() => onChange(item.id)}
          >
            {item.label}
            {item.count === undefined ? null : <span className={styles.count}>{item.count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} aria-labelledby={`${base}-${value}`} className={classNames(styles.panel, panelClassName)}>
        {children}
      </div>
    </div>
  );
}
