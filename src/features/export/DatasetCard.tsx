import { useEffect, useState } from 'react';
import { type DatasetExport, datasetExporter, datasetExporters, type ExportedSplit } from '../../core/exports';
import { toFailure } from '../../core/failure';
import type { Recipe } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { Button, Card, download, Select, showToast } from '../../ui';
import type { DatasetExportResult, ProjectView } from '../../worker/protocol';
import { showFailure, useProject } from '../project';
import styles from './Export.module.css';
import { exportDataset, writeDataset } from './exports';
import { NextLines } from './NextLines';
import { datasetLines, groupLost } from './next-steps';

const SPLITS: readonly ExportedSplit[] = ['train', 'eval', 'all'];
/** Up to here the file is made at once, so that its size and what it loses are known before the download. */
const MADE_AT_ONCE = 20_000;
const SHOWN_LOSSES = 5;

interface Made {
  readonly key: string;
  readonly result: DatasetExportResult;
}

/** The settings that a record's tokens depend on. */
function tokenSettings({ model, format, train }: Recipe): string {
  return JSON.stringify([model, format, train.assistant_only_loss, train.max_length]);
}

/** The export as it would be, for projects of moderate size. */
function usePreview(view: ProjectView, format: DatasetExport, split: ExportedSplit): DatasetExportResult | null {
  const [made, setMade] = useState<Made | null>(null);
  const key = `${view.id} ${view.revision} ${format} ${split} ${datasetExporter(format).usesTokenizer ? tokenSettings(view.recipe) : ''}`;
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
  return (
    <div className={styles.lost} data-testid="export-lost">
      <p>{words.lost(groups.length)}</p>
      <ul>
        {groups.slice(0, SHOWN_LOSSES).map(({ what, count }) => (
          <li key={what}>{words.lostTimes(words.lostWhat[what], count)}</li>
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
  const [split, setSplit] = useState<ExportedSplit>('train');
  const exporter = datasetExporter(format);
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
          options={datasetExporters.map(({ id }) => ({ value: id, label: words.formats[id] }))}
          onChange={setFormat}
        />
        <Select
          label={words.split}
          value={split}
          options={SPLITS.map((value) => ({ value, label: words.splits[value] }))}
          onChange={setSplit}
        />
      </div>
      <p className={styles.soft}>{words.descriptions[format]}</p>
      {preview && preview.rows > 0 ? <Lost result={preview} /> : null}
      {rows === 0 ? <p className={styles.soft}>{words.empty}</p> : null}
      {view.records > MADE_AT_ONCE ? <p className={styles.soft}>{words.large}</p> : null}
      <NextLines lines={datasetLines(exporter.fileName(split), exporter)} />
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
