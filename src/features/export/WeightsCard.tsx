import { Link } from 'wouter';
import { useTranslation } from '../../i18n';
import { Button, Card, download, Select, showToast } from '../../ui';
import type { ProjectView, RunSummary } from '../../worker/protocol';
import { isTraining, useProject } from '../project';
import { chooseRun, trainedRuns, useTrainedRun } from '../train';
import styles from './Export.module.css';
import { writeModel } from './exports';
import { NextLines } from './NextLines';
import { modelLines } from './next-steps';

/** Bytes of one F32 parameter. */
const PARAMETER_BYTES = 4;

function Chosen({ view, run }: { readonly view: ProjectView; readonly run: RunSummary }) {
  const { t, format } = useTranslation();
  const busy = useProject((state) => state.busy !== null || isTraining(state.training));
  const parameters = useProject((state) => state.models.find((model) => model.id === run.modelId)?.parameters ?? null);
  const words = t.exporting.weights;
  const save = async () => {
    const result = await writeModel(run.id);
    if (!result) return;
    download(result.fileName, result.blob);
    showToast({ text: t.exporting.saved(result.fileName, format.bytes(result.blob.size)) });
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
      </div>
      <details>
        <summary className={styles.summary}>{words.inside}</summary>
        <dl className={styles.files}>
          {Object.entries(words.files).map(([name, meaning]) => (
            <div key={name}>
              <dt>
                <code>{name}</code>
              </dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
      </details>
      <NextLines text={modelLines(run.name)} />
      <div className={styles.foot}>
        <span className={styles.size}>
          {parameters === null ? format.bytes(null) : words.about(format.bytes(parameters * PARAMETER_BYTES))}
        </span>
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
