import type { Run } from '../../core/training';
import { useTranslation } from '../../i18n';
import { NoticeBox } from '../../ui';
import { noticeTitle, sentenceOf, type TrainingSession } from '../project';

/** Skipped steps that are named; a run that has more is named by its first ones. */
const NAMED_STEPS = 6;

/** Which steps of a stored run were skipped. */
export function SkippedNote({ skipped }: { readonly skipped: NonNullable<Run['skipped']> }) {
  const { t, format } = useTranslation();
  const named = skipped.slice(0, NAMED_STEPS).map(({ step, rows }) => t.train.status.skippedStep(format.number(step), rows.join(', ')));
  const where = [...named, ...(skipped.length > NAMED_STEPS ? ['…'] : [])].join(' · ');
  return (
    <NoticeBox
      tone="warning"
      testId="skipped-note"
      what={t.train.status.skipped(skipped.length)}
      where={where}
      remedy={t.train.status.skippedRemedy}
    />
  );
}

/** What the training has told of itself on its way: each kind once, the latest of it. */
export function SessionNotices({ session }: { readonly session: TrainingSession }) {
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
