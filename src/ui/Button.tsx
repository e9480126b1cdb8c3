import type { ComponentProps, ReactNode } from 'react';
import styles from './Button.module.css';
import { classNames } from './class-names';

export type ButtonKind = 'secondary' | 'primary' | 'danger' | 'quiet';

interface ButtonProps extends ComponentProps<'button'> {
  readonly kind?: ButtonKind;
  readonly small?: boolean;
}

/** A button with words. One `primary` a screen. */
export function Button({ kind = 'secondary', small = false, className, type = 'button', ...rest }: ButtonProps) {
  return (
    <button
      type={type}
      data-kind={kind}
      className={classNames(styles.button, kind !== 'secondary' && styles[kind], small && styles.small, className)}
      {...rest}
    />
  );
}

interface IconButtonProps extends Omit<ButtonProps, 'children' | 'aria-label'> {
  /** Accessible name, and the tooltip. */
  readonly label: string;
  readonly children: ReactNode;
}

/** A button that shows only an icon. */
export function IconButton({ label, kind = 'quiet', className, ...rest }: IconButtonProps) {
  return <Button kind={kind} className={classNames(styles.icon, className)} aria-label={label} title={label} {...rest} />;
}
