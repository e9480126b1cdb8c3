import { useState } from 'react';
import type { RejectedRow, SourceReport } from '../../core/source-report';
import { useTranslation } from '../../i18n';
import { Badge, Button, Card, EmptyState } from '../../ui';
import { sentenceOf } from '../project';
import styles from './SourceList.module.css';

/** More refusals than this are shown on request. */
const SHOWN_AT_ONCE = 50;

function Refusals({ refusals }: { readonly refusals: readonly RejectedRow[] }) {
  const { t, format } = useTranslation();
  const words = t.data.sources;
  const [all, setAll] = useState(false);
  const shown = all ? refusals : refusals.slice(0, SHOWN_AT_ONCE);
  return (
    <>
      <table className={styles.table} data-testid="refusals">
        <thead>
          <tr>
            <th scope="col">{words.line}</th>
            <th scope="col">{words.reason}</th>
            <th scope="col">{words.remedy}</th>
          </tr>
        </thead>
        <tbody>
          {shown.map((refusal) => {
            const { message, remedy } = sentenceOf(t, refusal);
            return (
              <tr key={`${refusal.line}-${refusal.code}`}>
                <td className={styles.line}>{format.number(refusal.line)}</td>
                <td>
                  {message}
                  {refusal.excerpt ? <code className={styles.excerpt}>{refusal.excerpt}</code> : null}
                </td>
                <td>{remedy}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
      {shown.length < refusals.length ? (
        <Button small onClick={() => setAll(true)}>
          {words.more(refusals.length)}
        </Button>
      ) : null}
    </>
  );
}

function SourceCard({ source }: { readonly source: SourceReport }) {
  const { t, format } = useTranslation();
  const words = t.data.sources;
  const refused = source.rejected.length;
  const formats = Object.entries(source.formats).map(([name, rows]) => `${name} ${format.number(rows)}`);
  return (
    <Card title={source.file} extra={[format.bytes(source.bytes), ...formats].join(' · ')} testId="source-card">
      <p className={styles.counts}>
        <span>
          {words.read} {format.number(source.read)}
        </span>
        <Badge tone="good">
          {words.taken} {format.number(source.accepted)}
        </Badge>
        <Badge tone={refused > 0 ? 'bad' : 'neutral'}>
          {words.refused} {format.number(refused)}
        </Badge>
      </p>
      {refused > 0 ? <Refusals refusals={source.rejected} /> : null}
      {source.notes.map((note) => {
        const { message, remedy } = sentenceOf(t, note);
        return (
          <p key={note.code} className={styles.note}>
            {message} {remedy}
          </p>
        );
      })}
    </Card>
  );
}

/** What became of every file: rows read, taken, refused with their reasons. */
export function SourceList({ sources }: { readonly sources: readonly SourceReport[] }) {
  const { t } = useTranslation();
  if (sources.length === 0) return <EmptyState title={t.data.sources.empty}>{t.data.sources.emptyText}</EmptyState>;
  return (
    <div className={styles.list}>
      {sources.map((source, index) => (
        <SourceCard key={`${source.file}-${String(index)}`} source={source} />
      ))}
    </div>
  );
}
