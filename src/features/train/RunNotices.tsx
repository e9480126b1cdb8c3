import type { Run } from '../../core/training';
import { useTranslation } from '../../i18n';
import { Card, NoticeBox } from '../../ui';
import { noticeTitle, sentenceOf, type TrainingState } from '../project';
import styles from './Runs.module.css';

/** What a stored run told of itself on its way, the latest first. */
export function RunHistory({ notices }: { readonly notices: NonNullable<Run['notices']> }) {
  const { t, format } = useTranslation();
  return (
    <Card title={t.train.history} testId="run-history">
      <ol className={styles.history}>
        {notices.toReversed().map((notice) => (
          <li key={`${notice.at} ${notice.code}`}>
            <time dateTime={new Date(notice.at).toISOString()}>{format.dateTime(notice.at)}</time>
            <span>{sentenceOf(t, notice).message}</span>
          </li>
        ))}
      </ol>
    </Card>
  );
}

/** What the training has told of itself on its way: each kind once, the latest of it. */
export function SessionNotices({ session }: { readonly session: TrainingState }) {
  const { t } = useTranslation();
  return session.notices.map((notice) => {
    const { message, remedy } = sentenceOf(t, notice);
    return (
      <NoticeBox
        key={notice.code}
        live
        tone="warning"
        testId={`notice-${notice.code}`}
        what={
          <>
            {noticeTitle(t, notice.code)}
            <div style={{ fontWeight: 400 }}>{message}</div>
          </>
        }
        remedy={remedy}
      />
    );
  });
}
