import { useState } from 'react';
import { Link } from 'wouter';
import type { ElementType } from '../../core/weights';
import { exportName, type WeightsKind } from '../../core/weights-export';
import { useTranslation } from '../../i18n';
import { Button, Card, download, Select, showToast } from '../../ui';
import type { ProjectView, RunSummary } from '../../worker/protocol';
import { isTraining, useProject } from '../project';
import { chooseRun, trainedRuns, useTrainedRun } from '../train';
import styles from './Export.module.css';
import { writeModel } from './exports';
import { NextLines } from './NextLines';
import { modelLines } from './next-steps';

const KINDS: readonly WeightsKind[] = ['merged', 'adapter'];
const TYPES: readonly ElementType[] = ['F32', 'F16', 'BF16'];
const PARAMETER_BYTES: Readonly<Record<ElementType, number>> = { F32: 4, F16: 2, BF16: 2 };

function Chosen({ view, run }: { readonly view: ProjectView; readonly run: RunSummary }) {
  const { t, format } = useTranslation();
  const busy = useProject((state) => state.busy !== null || isTraining(state.training));
  const parameters = useProject((state) => state.models.find((model) => model.id === run.modelId)?.parameters ?? null);
  const [chosen, setKind] = useState<WeightsKind>('merged');
  const [dtype, setType] = useState<ElementType>('F32');
  const words = t.exporting.weights;
  const isLora = run.adapterBytes !== undefined;
  const kind = isLora ? chosen : 'merged';
  const bytes = kind === 'adapter' ? (run.adapterBytes ?? null) : parameters && parameters * PARAMETER_BYTES[dtype];
  const save = async () => {
    const result = await writeModel(run, kind, dtype);
    if (!result) return;
    for (const { fileName, blob } of result.files) download(fileName, blob);
    const size = result.files.reduce((sum, { blob }) => sum + blob.size, 0);
    const said = [t.exporting.saved(result.files.map(({ fileName }) => fileName).join(', '), format.bytes(size))];
    if (result.check) said.push(words.checked(result.check.largestDifference.toPrecision(2), result.check.largestLogit.toPrecision(3)));
    showToast({ text: said.join(' ') });
  };
  return (
    <>
      <div className={styles.choices}>
        <Select
          label={words.run}
          value={run.id}
          options={trainedRuns(view.runs).map((each) => ({
            value: each.id,
            label: words.runOption(each.name, format.number(each.handedOn ?? each.step)),
          }))}
          onChange={chooseRun}
        />
        {isLora ? (
          <Select
            label={words.kind}
            value={kind}
            options={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
            onChange={setKind}
          />
        ) : null}
        {kind === 'merged' ? (
          <Select
            label={words.type}
            value={dtype}
            options={TYPES.map((value) => ({ value, label: words.types[value] }))}
            onChange={setType}
          />
        ) : null}
      </div>
      <details>
        <summary className={styles.summary}>{words.inside}</summary>
        <dl className={styles.files}>
          {Object.entries(words.files[kind]).map(([name, meaning]) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
      <NextLines text={modelLines(exportName(run.name, kind, dtype), kind)} />
      <div className={styles.foot}>
        <span className={styles.size}>{bytes === null ? format.bytes(null) : words.about(format.bytes(bytes))}</span>
        <Button kind="primary" disabled={busy} onClick={() => void save()} data-testid="download-weights">
          {t.exporting.download}
        </Button>
      </div>
    </>
  );
}

/** The trained model of a run as a Hugging Face folder in a zip. */
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
