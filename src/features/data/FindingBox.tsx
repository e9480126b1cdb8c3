import type { Finding } from '../../core/checks';
import type { RecordSource } from '../../core/record';
import { useTranslation } from '../../i18n';
import { NoticeBox } from '../../ui';
import { sentenceOf } from '../project';

/** One finding at its record: what, where, what to do. */
export function FindingBox({ finding, source }: { readonly finding: Finding; readonly source: RecordSource }) {
  const { t, format } = useTranslation();
  const { message, remedy } = sentenceOf(t, finding);
  return (
    <NoticeBox
      tone={finding.severity === 'error' ? 'bad' : 'warning'}
      what={message}
      where={t.data.inspector.source(source.file, format.number(source.line))}
      remedy={remedy}
    />
  );
}
