import type { ReactNode } from 'react';
import { classNames } from './class-names';
import styles from './ItemList.module.css';

/** Things that are stored, each in a line of its own. */
export function ItemList({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <ul className={styles.list} aria-label={label}>
      {children}
    </ul>
  );
}

interface ItemProps {
  readonly name: ReactNode;
  /** Lines below the name. */
  readonly about: readonly string[];
  /** What can be done with it. */
  readonly actions: ReactNode;
  readonly testId?: string;
  /** Belongs to the item above. */
  readonly nested?: boolean;
  /** A dialog that belongs to it. */
  readonly children?: ReactNode;
}

/** One of them: its name, what is known of it, and buttons. */
export function Item({ name, about, actions, testId, nested = false, children }: ItemProps) {
  return (
    <PlainItem testId={testId}>
      <div className={classNames(styles.what, nested && styles.nested)}>
        <div className={styles.name}>{name}</div>
        {about.map((line) => (
          <div key={line} className={styles.about}>
            {line}
          </div>
        ))}
      </div>
      <div className={styles.actions}>{actions}</div>
      {children}
    </PlainItem>
  );
}

/** A line with something else in it. */
export function PlainItem({ testId, children }: { readonly testId?: string | undefined; readonly children: ReactNode }) {
  return (
    <li className={styles.item} data-testid={testId}>
      {children}
    </li>
  );
}
