import { useState } from 'react';
import { Link } from 'wouter';
import { useTranslation } from '../../i18n';
import { Button, EmptyState, NoticeBox, NumberField } from '../../ui';
import type { ProjectView, RunSummary } from '../../worker/protocol';
import { Asking, useEvaluation } from '../evaluate';
import { evaluateRun, isTraining, pauseTraining, useProject } from '../project';
import { BYTES_PER_GB, useSettings } from '../settings';
import { canResume, useChosenRun } from '../train';
import { Compared } from './Compared';
import { LiveTraining } from './LiveTraining';
import styles from './OwnTools.module.css';
import { StageLayout } from './StageLayout';
import { changeOwnTools, useOwnTools } from './state';
import { teach, teachOn } from './teach';
import { teachingRecipe } from './teaching-recipe';

const MOST_STEPS = 10_000;

/** What was typed as a number of steps; null = none. */
function stepsOf(text: string): number | null {
  const steps = /^\d+$/.test(text.trim()) ? Number(text) : 0;
  return steps > 0 && steps <= MOST_STEPS ? steps : null;
}

function Before({
  view,
  onSteps,
  steps,
}: {
  readonly view: ProjectView;
  readonly steps: string;
  readonly onSteps: (text: string) => void;
}) {
  const { t, format } = useTranslation();
  const words = t.ownTools.teach;
  const models = useProject((state) => state.models);
  const { model } = view.recipe;
  const id = 'source' in model ? model.source : 'folder' in model ? model.folder : model.hub;
  const known = models.find((each) => each.id === id);
  const count = stepsOf(steps);
  const batch = teachingRecipe(view.recipe, count ?? 1).train.per_device_train_batch_size;
  const times = count === null ? null : (count * batch) / view.train;
  return (
    <div className={styles.stack}>
      <p className={styles.lead}>{words.lead(format.number(view.train), format.number(view.eval))}</p>
      <dl className={styles.facts}>
        <div>
          <dt>{words.model}</dt>
          <dd>{known?.name ?? id}</dd>
        </div>
        <div>
          <dt>{words.method}</dt>
          <dd>{known?.fromZero ? words.methodFull : words.methodLora}</dd>
        </div>
      </dl>
      <div className={styles.stepsField}>
        <NumberField
          label={words.steps}
          help={words.stepsHelp(format.number(batch), format.number(view.train), format.number(times, 1))}
          value={steps}
          error={stepsOf(steps) === null ? t.ownTools.templates.countError(String(MOST_STEPS)) : undefined}
          onChange={onSteps}
          testId="teach-steps"
        />
      </div>
      {view.eval === 0 ? <NoticeBox tone="warning" what={t.ownTools.rows.nothingHeldOut} remedy={words.noComparison} /> : null}
    </div>
  );
}

/** The way on from a comparison. */
function Onwards() {
  const { t } = useTranslation();
  const words = t.ownTools.onwards;
  return (
    <nav className={styles.onwards} aria-label={words.label}>
      <Link href="/evaluate">{words.ask}</Link>
      <Link href="/export">{words.exporting}</Link>
      <button type="button" className={styles.link} onClick={() => changeOwnTools({ stage: 'rows' })}>
        {words.moreRows}
      </button>
      <Link href="/train">{words.curves}</Link>
    </nav>
  );
}

interface MainButtonProps {
  readonly view: ProjectView;
  readonly run: RunSummary | null;
  readonly steps: number | null;
  readonly onTeach: () => void;
}

/** The step's one primary button: teach, stop, go on, compare, or teach again. */
function MainButton({ view, run, steps, onTeach }: MainButtonProps) {
  const { t } = useTranslation();
  const words = t.ownTools.teach;
  const session = useProject((state) => state.training);
  const busy = useProject((state) => state.busy !== null);
  if (isTraining(session)) {
    return (
      <Button kind="primary" disabled={session.phase === 'stopping'} onClick={() => void pauseTraining('paused')} data-testid="teach-pause">
        {session.phase === 'stopping' ? words.stopping : words.pause}
      </Button>
    );
  }
  if (run && canResume(run) && run.step > 0) {
    return (
      <Button kind="primary" disabled={busy} onClick={() => void teachOn(run.id)} data-testid="teach-on">
        {words.goOn}
      </Button>
    );
  }
  if (run?.state === 'done' && run.exact === null && view.eval > 0) {
    return (
      <Button kind="primary" disabled={busy} onClick={() => void evaluateRun(run.id)} data-testid="teach-compare">
        {words.compare}
      </Button>
    );
  }
  return (
    <Button kind="primary" disabled={busy || view.train === 0 || steps === null} onClick={onTeach} data-testid="teach">
      {run?.state === 'done' ? words.again : words.start}
    </Button>
  );
}

/** Third step: a short training, then the held-out requests before and after. */
export function TeachStage({ view }: { readonly view: ProjectView }) {
  const { t } = useTranslation();
  const steps = useOwnTools((state) => state.steps);
  const [wanted, setWanted] = useState(false);
  const run = useChosenRun();
  const evaluation = useEvaluation(run);
  const session = useProject((state) => state.training);
  const asking = useProject((state) => state.busy?.task === 'evaluate');
  const { memoryBudget } = useSettings();
  const count = stepsOf(steps);
  const words = t.ownTools.teach;
  const training = isTraining(session);
  const start = () => {
    setWanted(false);
    if (count !== null) void teach(count, memoryBudget * BYTES_PER_GB);
  };
  const done = evaluation !== null && !training && !asking;
  const actions = (
    <>
      {done && !wanted ? <Button onClick={() => setWanted(true)}>{words.settings}</Button> : null}
      <MainButton view={view} run={run} steps={count} onTeach={start} />
    </>
  );
  if (view.train === 0) {
    return (
      <StageLayout view={view} actions={null}>
        <EmptyState title={words.noRows} actions={<Button onClick={() => changeOwnTools({ stage: 'rows' })}>{words.toRows}</Button>}>
          {words.noRowsText}
        </EmptyState>
      </StageLayout>
    );
  }
  return (
    <StageLayout view={view} actions={actions}>
      {training || asking || done ? null : <Before view={view} steps={steps} onSteps={(text) => changeOwnTools({ steps: text })} />}
      {done && wanted ? <Before view={view} steps={steps} onSteps={(text) => changeOwnTools({ steps: text })} /> : null}
      {training ? (
        <LiveTraining session={session} run={run} heldOut={view.eval} />
      ) : run && canResume(run) && run.step > 0 ? (
        <NoticeBox tone="neutral" what={words.paused(String(run.step), String(run.steps))} remedy={words.pausedRemedy} />
      ) : null}
      {asking ? <Asking /> : null}
      {done && run ? (
        <>
          {run.recordsChanged ? <NoticeBox tone="warning" what={t.evaluate.stale.title} remedy={t.evaluate.stale.remedy} /> : null}
          <Compared evaluation={evaluation} onwards={<Onwards />} />
        </>
      ) : null}
    </StageLayout>
  );
}
