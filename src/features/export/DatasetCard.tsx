import { useEffect, useState } from 'react';
import { type DatasetExport, datasetExporter, datasetExporters, type ExportedSplit } from '../../core/exports';
import { toFailure } from '../../core/failure';
import type { Recipe } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { Button, Card, download, Select, showToast } from '../../ui';
import type { DatasetExportResult, ProjectView } from '../../worker/protocol';
import { showFailure, useProject } from '../project';
import styles from './Export.module.css';
import { exportDataset, previewDataset } from './exports';
import { NextLines } from './NextLines';
import { datasetLines, groupLost } from './next-steps';

const SPLITS: readonly ExportedSplit[] = ['train', 'eval', 'all'];
/** Most records that are exported before the download is requested, to show the size and what is lost. */
const MOST_PREVIEWED = 20_000;
const SHOWN_LOSSES = 5;

interface Preview {
  readonly key: string;
  readonly result: DatasetExportResult;
}

/** The settings that a record's tokens depend on. */
function tokenSettings({ model, format, train }: Recipe): string {
  return JSON.stringify([model, format, train.assistant_only_loss, train.max_length]);
}

/** Exports the dataset in the background; null while it runs, and for a large project. */
function usePreview(view: ProjectView, format: DatasetExport, split: ExportedSplit): DatasetExportResult | null {
  const [preview, setPreview] = useState<Preview | null>(null);
  const key = `${view.id} ${view.revision} ${format} ${split} ${datasetExporter(format).usesTokenizer ? tokenSettings(view.recipe) : ''}`;
  const isPreviewed = view.records > 0 && view.records <= MOST_PREVIEWED;
  useEffect(() => {
    if (!isPreviewed) return;
    let current = true;
    previewDataset(format, split).then(
      (result) => current && setPreview({ key, result }),
      (error: unknown) => current && toFailure(error).code !== 'aborted' && showFailure(error),
    );
    return () => {
      current = false;
    };
  }, [isPreviewed, format, split, key]);
  return preview?.key === key ? preview.result : null;
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

/** Exports the records, and shows what the chosen format cannot hold. */
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
    const result = preview ?? (await exportDataset(format, split));
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
      {view.records > MOST_PREVIEWED ? <p className={styles.soft}>{words.large}</p> : null}
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
