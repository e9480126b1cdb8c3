import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from '../../i18n';
import { IconButton } from '../../ui';
import styles from './Export.module.css';

const SHOWN_MILLISECONDS = 2000;

/** Shows lines to copy into a terminal or a notebook. */
export function NextLines({ lines }: { readonly lines: readonly string[] }) {
  const text = lines.join('\n');
  const { t } = useTranslation();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), SHOWN_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [copied]);
  return (
    <div className={styles.lines}>
      <pre>{text}</pre>
      <IconButton
        small
        className={styles.copy}
        label={copied ? t.shell.copied : t.exporting.copyLines}
        onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
      >
        {copied ? <Check size={14} aria-hidden /> : <Copy size={14} aria-hidden />}
      </IconButton>
    </div>
  );
}
