import type { ReactNode } from 'react';
import styles from './Chip.module.css';
import { classNames } from './class-names';

export type Tone = 'neutral' | 'accent' | 'good' | 'warning' | 'bad';

interface ChipProps {
  readonly label: string;
  readonly count?: string;
  readonly pressed: boolean;
  readonly onChange: (pressed: boolean) => void;
  readonly disabled?: boolean;
}

/** A filter that is on or off, with how much it would leave. */
export function Chip({ label, count, pressed, onChange, disabled = false }: ChipProps) {
  return (
    <button type="button" className={styles.chip} aria-pressed={pressed} disabled={disabled} onClick={() => onChange(!pressed)}>
      {label}
      {count === undefined ? null : <span className={styles.count}>{count}</span>}
    </button>
  );
}

/** A short state: `1 error`, `held out`. Says it in words, not by colour alone. */
export function Badge({
  tone = 'neutral',
  children,
  title,
}: {
  readonly tone?: Tone;
  readonly children: ReactNode;
  readonly title?: string;
}) {
  return (
    <span className={classNames(styles.badge, tone !== 'neutral' && styles[tone])} title={title}>
      {children}
    </span>
  );
}
