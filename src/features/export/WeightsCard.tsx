import { useState } from 'react';
import { Link } from 'wouter';
import {
  type ExportCheck,
  type ExportDtype,
  elementTypes,
  exportDtypes,
  relativeDifference,
  type WeightsKind,
  weightsKinds,
  writtenType,
} from '../../core/exports';
import { useTranslation } from '../../i18n';
import { Button, Card, download, NoticeBox, Select, showToast } from '../../ui';
import type { ProjectView, RunSummary } from '../../worker/protocol';
import { isTraining, setRecipe, useProject } from '../project';
import { chooseRun, trainedRuns, useTrainedRun } from '../train';
import styles from './Export.module.css';
import { exportModel } from './exports';
import { NextLines } from './NextLines';

/** How much the exported weights differ from the trained ones. */
function Check({ check }: { readonly check: ExportCheck }) {
  const { t, format } = useTranslation();
  const words = t.exporting.weights;
  const { positions, sameNextToken } = check;
  const same = sameNextToken === positions;
  return (
    <NoticeBox
      live
      tone={same ? 'good' : 'warning'}
      testId="export-check"
      what={words.checked(`${(100 * relativeDifference(check)).toPrecision(2)} %`)}
      remedy={`${words.nextTokens(format.number(sameNextToken), format.number(positions))} ${same ? '' : words.otherTokens}`}
    />
  );
}

function Chosen({ view, run }: { readonly view: ProjectView; readonly run: RunSummary }) {
  const { t, format } = useTranslation();
  const busy = useProject((state) => state.busy !== null || isTraining(state.training));
  const parameters = useProject((state) => state.models.find((model) => model.id === run.modelId)?.parameters ?? null);
  const [chosen, setKind] = useState<WeightsKind>('merged');
  const [checked, setChecked] = useState<{ readonly archive: string; readonly check: ExportCheck | null }>();
  const { recipe } = view;
  // Shows the choice before it is stored.
  const [draft, setDraft] = useState<ExportDtype | null>(null);
  const dtype = draft ?? recipe.export_dtype;
  const words = t.exporting.weights;
  const kinds = weightsKinds.filter((kind) => !kind.needsAdapter || run.adapterBytes !== undefined);
  const kind = kinds.find(({ id }) => id === chosen) ?? weightsKinds[0];
  const dtypes = exportDtypes.filter((each) => kind.elementTypes.includes(elementTypes[each]));
  const type = writtenType(kind, elementTypes[dtype]);
  const bytes = kind.bytes({ parameters, adapterBytes: run.adapterBytes }, type);
  const chooseDtype = (value: ExportDtype) => {
    setDraft(value);
    void setRecipe({ ...recipe, export_dtype: value }).then(() => setDraft(null));
  };
  const archive = kind.archiveName(run.name, type);
  const save = async () => {
    setChecked(undefined);
    const result = await exportModel({ runId: run.id, kind: kind.id, dtype: type });
    if (!result) return;
    setChecked({ archive, check: result.check });
    for (const { fileName, blob } of result.files) download(fileName, blob);
    const size = result.files.reduce((sum, { blob }) => sum + blob.size, 0);
    showToast({ text: t.exporting.saved(result.files.map(({ fileName }) => fileName).join(', '), format.bytes(size)) });
  };
  return (
    <>
      <div className={styles.choices}>
        <Select
          label={words.run}
          value={run.id}
          options={trainedRuns(view.runs).map((each) => ({
            value: each.id,
            label: words.runOption(each.name, format.number(each.selectedCheckpoint ?? each.step)),
          }))}
          onChange={chooseRun}
        />
        {kinds.length > 1 ? (
          <Select
            label={words.kind}
            value={kind.id}
            options={kinds.map(({ id }) => ({ value: id, label: words.kinds[id] }))}
            onChange={setKind}
          />
        ) : null}
        {dtypes.length > 1 ? (
          <Select
            label={words.type}
            value={dtype}
            options={dtypes.map((value) => ({ value, label: words.types[value] }))}
            onChange={chooseDtype}
          />
        ) : null}
      </div>
      <details>
        <summary className={styles.summary}>{words.inside}</summary>
        <dl className={styles.files}>
          {Object.entries(words.files[kind.id]).map(([name, meaning]) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
      <NextLines lines={kind.loadLines(archive)} />
      {checked?.archive === archive && checked.check ? <Check check={checked.check} /> : null}
      <div className={styles.foot}>
        <span className={styles.size}>{bytes === null ? format.bytes(null) : words.about(format.bytes(bytes))}</span>
        <Button kind="primary" disabled={busy} onClick={() => void save()} data-testid="download-weights">
          {t.exporting.download}
        </Button>
      </div>
    </>
  );
}

/** Exports the weights of a run as a zipped Hugging Face folder. */
export function WeightsCard({ view }: { readonly view: ProjectView }) {
  const { t } = useTranslation();
  const run = useTrainedRun();
  const words = t.exporting.weights;
  return (
    <Card title={words.title} className={styles.card} testId="export-weights">
      <p className={styles.soft}>{words.description}</p>
      {run ? (
        <Chosen view={view} run={run} />
      ) : (
        <div className={styles.none}>
          <p className={styles.soft}>{words.none}</p>
          <Link href="/train">{words.openTrain}</Link>
        </div>
      )}
    </Card>
  );
}
