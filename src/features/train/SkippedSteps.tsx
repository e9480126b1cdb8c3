import { useEffect, useState } from 'react';
import type { DataRecord } from '../../core/record';
import type { SkippedStep } from '../../core/training';
import { useTranslation } from '../../i18n';
import { Button, Dialog, NoticeBox, Skeleton } from '../../ui';
import { Conversation } from '../data';
import { openProjectId, workers } from '../project';
import styles from './Runs.module.css';

/** Skipped steps that are named; a run that has more is named by its latest ones. */
const NAMED_STEPS = 6;

interface Row {
  readonly id: string;
  /** null: the project no longer has it. */
  readonly record: DataRecord | null;
}

/** The rows of a batch, as the project has them; null while they load. */
function useRows(ids: readonly string[]): readonly Row[] | null {
  const [rows, setRows] = useState<readonly Row[] | null>(null);
  useEffect(() => {
    let current = true;
    const load = async (id: string): Promise<Row> => {
      const { data } = await workers();
      const found = await data.call('record', { projectId: openProjectId(), id }).catch(() => null);
      return { id, record: found?.record ?? null };
    };
    void Promise.all(ids.map(load)).then((loaded) => current && setRows(loaded));
    return () => {
      current = false;
    };
  }, [ids]);
  return rows;
}

function BatchDialog({ step, onClose }: { readonly step: SkippedStep; readonly onClose: () => void }) {
  const { t, format } = useTranslation();
  const rows = useRows(step.recordIds);
  const words = t.train.status;
  return (
    <Dialog wide title={words.rowsOfStep(format.number(step.step))} onClose={onClose} testId="batch-rows">
      {rows ? (
        <ul className={styles.batch}>
          {rows.map(({ id, record }) => (
            <li key={id}>
              <h3>{id}</h3>
              {record ? <Conversation messages={record.messages} /> : words.rowGone}
            </li>
          ))}
        </ul>
      ) : (
        <Skeleton lines={6} />
      )}
    </Dialog>
  );
}

/** Which steps of a stored run were skipped, and the rows of the last of them. */
export function SkippedSteps({ skipped }: { readonly skipped: readonly SkippedStep[] }) {
  const { t, format } = useTranslation();
  const [shown, setShown] = useState<SkippedStep | null>(null);
  const words = t.train.status;
  const named = skipped.slice(-NAMED_STEPS).map(({ step, recordIds: rows }) => words.skippedStep(format.number(step), rows.join(', ')));
  const where = [...(skipped.length > NAMED_STEPS ? ['…'] : []), ...named].join(' · ');
  const last = skipped.at(-1);
  return (
    <>
      <NoticeBox
        tone="warning"
        testId="skipped-note"
        what={words.skipped(skipped.length)}
        where={where}
        remedy={words.skippedRemedy}
        actions={
          last ? (
            <Button small onClick={() => setShown(last)}>
              {words.rowsOfStep(format.number(last.step))}
            </Button>
          ) : null
        }
      />
      {shown ? <BatchDialog step={shown} onClose={() => setShown(null)} /> : null}
    </>
  );
}
