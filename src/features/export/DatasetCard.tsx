import { useEffect, useState } from 'react';
import { toFailure } from '../../core/failure';
import { useTranslation } from '../../i18n';
import { Button, Card, download, Select, showToast } from '../../ui';
import type { DatasetExport, DatasetExportResult, ProjectView } from '../../worker/protocol';
import { showFailure, useProject } from '../project';
import styles from './Export.module.css';
import { exportDataset, type Rows, writeDataset } from './exports';
import { NextLines } from './NextLines';
import { datasetLines, groupLost } from './next-steps';

const FORMATS: readonly DatasetExport[] = ['chatml', 'function_call_messages', 'openai', 'tokens'];
const ROWS: readonly Rows[] = ['train', 'eval', 'all'];
/** Up to here the file is made at once, so that its size and what it loses are known before the download. */
const MADE_AT_ONCE = 20_000;
const SHOWN_LOSSES = 5;

interface Made {
  readonly key: string;
  readonly result: DatasetExportResult;
}

/** The export as it would be, for projects of moderate size. */
function usePreview(view: ProjectView, format: DatasetExport, split: Rows): DatasetExportResult | null {
  const [made, setMade] = useState<Made | null>(null);
  const tokenSettings =
    format === 'tokens' ? JSON.stringify([view.recipe.model, view.recipe.format, view.recipe.train.assistant_only_loss]) : '';
  const key = `${view.id} ${view.revision} ${format} ${split} ${tokenSettings}`;
  const atOnce = view.records > 0 && view.records <= MADE_AT_ONCE;
  useEffect(() => {
    if (!atOnce) return;
    let current = true;
    exportDataset(format, split).then(
      (result) => current && setMade({ key, result }),
      (error: unknown) => current && toFailure(error).code !== 'aborted' && showFailure(error),
    );
    return () => {
      current = false;
    };
  }, [atOnce, format, split, key]);
  return made?.key === key ? made.result : null;
}

function Lost({ result }: { readonly result: DatasetExportResult }) {
  const { t } = useTranslation();
  const words = t.exporting.dataset;
  if (result.lost.length === 0) return <p className={styles.good}>{words.complete}</p>;
  const groups = groupLost(result.lost);
  const names: Readonly<Record<string, string>> = words.lostWhat;
  return (
    <div className={styles.lost} data-testid="export-lost">
      <p>{words.lost(groups.length)}</p>
      <ul>
        {groups.slice(0, SHOWN_LOSSES).map(({ what, count }) => (
          <li key={what}>{words.lostTimes(names[what] ?? what, count)}</li>
        ))}
        {groups.length > SHOWN_LOSSES ? <li>…</li> : null}
      </ul>
    </div>
  );
}

/** The rows in a format that others read, with what it cannot hold. */
export function DatasetCard({ view }: { readonly view: ProjectView }) {
  const { t, format: show } = useTranslation();
  const [format, setFormat] = useState<DatasetExport>('chatml');
  const [split, setSplit] = useState<Rows>('train');
  const preview = usePreview(view, format, split);
  const busy = useProject((state) => state.busy !== null);
  const words = t.exporting.dataset;
  const rows = { train: view.train, eval: view.eval, all: view.records }[split];

  const save = async () => {
    const result = preview ?? (await writeDataset(format, split));
    if (!result) return;
    download(result.fileName, result.blob);
    showToast({ text: t.exporting.saved(result.fileName, show.bytes(result.blob.size)) });
  };
  return (
    <Card title={words.title} extra={words.rows(preview?.rows ?? rows)} className={styles.card} testId="export-dataset">
      <div className={styles.choices}>
        <Select
          label={words.format}
          value={format}
          options={FORMATS.map((value) => ({ value, label: words.formats[value] }))}
          onChange={setFormat}
        />
        <Select
          label={words.split}
          value={split}
          options={ROWS.map((value) => ({ value, label: words.splits[value] }))}
          onChange={setSplit}
        />
      </div>
      <p className={styles.soft}>{words.descriptions[format]}</p>
      {preview && preview.rows > 0 ? <Lost result={preview} /> : null}
      {rows === 0 ? <p className={styles.soft}>{words.empty}</p> : null}
      {view.records > MADE_AT_ONCE ? <p className={styles.soft}>{words.large}</p> : null}
      <NextLines text={datasetLines(preview?.fileName ?? 'qwen_toolcall_train.jsonl', format)} />
      <div className={styles.foot}>
        <span className={styles.size} data-testid="export-dataset-size">
          {show.bytes(preview?.blob.size)}
        </span>
        <Button kind="primary" disabled={busy || rows === 0} onClick={() => void save()} data-testid="download-dataset">
          {t.exporting.download}
        </Button>
      </div>
    </Card>
  );
}
