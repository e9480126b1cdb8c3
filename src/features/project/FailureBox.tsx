import type { Failure } from '../../core/failure';
import { useTranslation } from '../../i18n';
import { NoticeBox } from '../../ui';
import { sentenceOfFailure, titleOfFailure } from './sentences';

interface FailureBoxProps {
  readonly failure: Failure;
  readonly onDismiss?: () => void;
}

/** A failure as a person reads it: what happened, where, what to do. */
export function FailureBox({ failure, onDismiss }: FailureBoxProps) {
  const { t } = useTranslation();
  const { message, remedy } = sentenceOfFailure(t, failure);
  const { file, line, record } = failure.place ?? {};
  const where = [file ? t.failures.where(file, line === undefined ? '' : String(line)) : '', record ? t.failures.record(record) : ''];
  return (
    <NoticeBox
      live
      testId="failure"
      tone="bad"
      what={
        <>
          {titleOfFailure(t, failure)}
          <div style={{ fontWeight: 400 }}>{message}</div>
        </>
      }
      where={where.filter(Boolean).join(' · ')}
      remedy={remedy}
      {...(onDismiss ? { onDismiss } : {})}
    />
  );
}
