import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { DataRecord } from '../../core/record';
import { useTranslation } from '../../i18n';
import { IconButton, Skeleton } from '../../ui';
import { attempt, openProjectId, workers } from '../project';
import { TokenView } from '../token-view';
import styles from './Plan.module.css';

/** The training row at a place of the dataset's order; null while it loads. */
function useTrainingRow(position: number, revision: number): DataRecord | null {
  const [record, setRecord] = useState<DataRecord | null>(null);
  useEffect(() => {
    let current = true;
    void attempt(async () => {
      const { data } = await workers();
      const projectId = openProjectId();
      const { lines } = await data.call('records', { projectId, filter: { split: 'train' }, from: position, count: 1 });
      const line = lines[0];
      if (line && revision >= 0) return (await data.call('record', { projectId, id: line.id })).record;
      return undefined;
    }).then((loaded) => {
      if (current && loaded) setRecord(loaded);
    });
    return () => {
      current = false;
    };
  }, [position, revision]);
  return record;
}

function Rows({ rows, revision }: { readonly rows: number; readonly revision: number }) {
  const { t, format } = useTranslation();
  const [position, setPosition] = useState(0);
  const shown = Math.min(position, rows - 1);
  const record = useTrainingRow(shown, revision);
  const words = t.train.plan;
  return (
    <>
      <div className={styles.previewHead}>
        <span>{words.otherRow(format.number(shown + 1), format.number(rows))}</span>
        <span>
          <IconButton small label={words.previous} disabled={shown === 0} onClick={() => setPosition(shown - 1)}>
            <ChevronLeft size={16} aria-hidden />
          </IconButton>
          <IconButton small label={words.next} disabled={shown >= rows - 1} onClick={() => setPosition(shown + 1)}>
            <ChevronRight size={16} aria-hidden />
          </IconButton>
        </span>
      </div>
      {record ? <TokenView messages={record.messages} tools={record.tools} /> : <Skeleton lines={3} />}
    </>
  );
}

interface RowPreviewProps {
  readonly rows: number;
  readonly revision: number;
  /** Open from the start: nobody should trust a run whose rows they have not seen. */
  readonly open: boolean;
}

/** The rows of the first batches in the token lens, before anything runs. */
export function RowPreview({ rows, revision, open }: RowPreviewProps) {
  const { t } = useTranslation();
  const [shown, setShown] = useState(open);
  return (
    <details className={styles.preview} open={open} onToggle={(event) => setShown(event.currentTarget.open)} data-testid="row-preview">
      <summary>{t.train.plan.preview}</summary>
      {shown && rows > 0 ? <Rows rows={rows} revision={revision} /> : null}
    </details>
  );
}
