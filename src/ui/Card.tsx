import type { ReactNode } from 'react';
import styles from './Card.module.css';
import { classNames } from './class-names';

interface CardProps {
  readonly title?: ReactNode;
  /** At the right of the title: a number, a badge. */
  readonly extra?: ReactNode;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly testId?: string;
}

export function Card({ title, extra, children, className, testId }: CardProps) {
  return (
    <section className={classNames(styles.card, className)} data-testid={testId}>
      {title || extra ? (
        <div className={styles.head}>
          {title ? <h2>{title}</h2> : <span />}
          {extra ? <div className={styles.extra}>{extra}</div> : null}
        </div>
      ) : null}
      {children}
    </section>
  );
}
