import { keyLabel } from '../ui';
import styles from './Kbd.module.css';
import { isMac } from './platform';

/** A key or keys, drawn as keys. */
export function Kbd({ keys }: { readonly keys: string }) {
  return <kbd className={styles.kbd}>{keyLabel(keys, isMac())}</kbd>;
}
