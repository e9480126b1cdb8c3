import { useTranslation } from '../../i18n';
import { Badge, Button } from '../../ui';
import { noticeTitle, sentenceOf } from '../project';
import styles from './CheckScreen.module.css';
import type { FindingGroup } from './groups';

interface FindingCardProps {
  readonly group: FindingGroup;
  readonly open: boolean;
  readonly onShow: () => void;
}

/** All findings of one kind: how many, what it means, the first as example. */
export function FindingCard({ group, open, onShow }: FindingCardProps) {
  const { t, format } = useTranslation();
  const [first] = group.findings;
  if (!first) return null;
  const title = noticeTitle(t, group.code);
  const { message, remedy } = sentenceOf(t, first);
  const isError = group.severity === 'error';
  return (
    <li className={styles.finding} data-open={open} data-testid={`finding-${group.code}`}>
      <span className={styles.count}>
        <Badge tone={isError ? 'bad' : 'warning'} title={isError ? t.check.error : t.check.warning}>
          {format.number(group.findings.length)}
          <span className="visually-hidden"> {isError ? t.check.error : t.check.warning}</span>
        </Badge>
      </span>
      <div className={styles.words}>
        <h3>{title}</h3>
        <p>{message}</p>
        <p className={styles.soft}>
          {remedy} {group.recordIds.length > 1 ? `(${t.check.records(group.recordIds.length)})` : ''}
        </p>
      </div>
      {group.recordIds.length > 0 ? (
        <Button onClick={onShow} aria-label={t.check.showNamed(title)}>
          {t.check.show}
        </Button>
      ) : null}
    </li>
  );
}
