import { Database } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Link, useLocation } from 'wouter';
import type { Recipe } from '../../core/recipe';
import { useTranslation } from '../../i18n';
import { classNames, EmptyState, Screen, showToast } from '../../ui';
import type { ProjectView, RunSummary } from '../../worker/protocol';
import { evaluateRun, isTraining, loadRun, refreshProject, resumeTraining, startTraining, useProject } from '../project';
import { BYTES_PER_GB, useSettings } from '../settings';
import { Blocks, blockOf } from './Blocks';
import { chartsOf } from './chart-input';
import { DamagedNote } from './DamagedNote';
import { HeadActions } from './HeadActions';
import type { FieldKey } from './lora-settings';
import { MemoryBar } from './MemoryBar';
import { mainAction } from './main-action';
import { heldToAdapter, modelIdOf } from './model-choice';
import { PlanCard } from './PlanCard';
import { RecipeDialog } from './RecipeDialog';
import { ResumeNote } from './ResumeNote';
import { RowPreview } from './RowPreview';
import { RunCharts } from './RunCharts';
import { RunCompare } from './RunCompare';
import { RunHistory, SessionNotices } from './RunNotices';
import { RunTable } from './RunTable';
import { continueRun, duplicateRun } from './run-actions';
import { canResume, measuredSpeed } from './run-progress';
import { useChosenRun, useComparedRuns, useRun } from './runs';
import { SampleTimeline } from './SampleTimeline';
import { SettingsPane } from './SettingsPane';
import { InvalidSettings, SettingWarnings } from './SettingWarnings';
import { SkippedSteps } from './SkippedSteps';
import { StatusBar, StatusHead } from './StatusHead';
import { chooseRun } from './state';
import styles from './Train.module.css';
import { usePlan } from './use-plan';
import { type RecipeDraft, useRecipe } from './use-recipe';

interface WorkProps {
  readonly view: ProjectView;
  readonly draft: RecipeDraft;
  /** Fields that hold what cannot be used. */
  readonly invalid: readonly FieldKey[];
}

/** The right side: status, plan, charts, runs. */
function Work({ view, draft, invalid }: WorkProps) {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const session = useProject((state) => state.training);
  const busy = useProject((state) => state.busy !== null);
  const device = useProject((state) => state.device);
  const models = useProject((state) => state.models);
  const chosen = useChosenRun();
  const run = useRun(chosen);
  const compared = useComparedRuns();
  const { recipe } = draft;
  const training = isTraining(session);
  const { memoryBudget } = useSettings();
  const plan = usePlan(recipe, view.train > 0 ? `${view.id} ${view.revision}` : null);
  const charts = chartsOf(chosen, run, session);
  const speed = run && run.modelId === modelIdOf(recipe.model, models) ? measuredSpeed(run.log) : null;

  const start = async () => {
    await draft.flush();
    await startTraining(recipe, memoryBudget * BYTES_PER_GB);
    // A refusal by the checks leaves a fresh report behind.
    if (!useProject.getState().training) await refreshProject();
  };
  const goOn = (id: string) => {
    chooseRun(id);
    void resumeTraining(id);
  };
  const compare = (id: string) => {
    navigate('/evaluate');
    if (view.eval > 0) void evaluateRun(id);
  };
  const takeSettings = async (summary: RunSummary) => {
    const from = summary.id === run?.id ? run : await loadRun(summary.id);
    if (!from) return;
    draft.change({ ...recipe, model: from.recipe.model, format: from.recipe.format, train: from.recipe.train, lora: from.recipe.lora });
    showToast({ text: t.train.runs.tookSettings(summary.name) });
  };
  const duplicate = async (summary: RunSummary) => {
    const copy = await duplicateRun(summary.id);
    if (copy) showToast({ text: t.train.runs.duplicated(copy.name, summary.name) });
  };
  const continueFrom = async (summary: RunSummary, step: number) => {
    const continued = await continueRun(summary.id, step);
    if (continued) goOn(continued.id);
  };
  return (
    <section className={styles.work} aria-label={t.train.workLabel}>
      <div className={styles.head}>
        <StatusHead session={session} chosen={chosen} device={chosen ? (run?.device ?? null) : device} />
        <HeadActions
          main={mainAction(session, chosen)}
          train={recipe.train}
          blocked={invalid.length > 0 || blockOf(view) !== null || plan.plan?.steps === 0}
          busy={busy}
          trainedBefore={view.runs.length > 0}
          onStart={() => void start()}
          onGoOn={() => chosen && goOn(chosen.id)}
          onCompare={() => chosen && compare(chosen.id)}
        />
      </div>
      {training ? <SessionNotices session={session} /> : run?.skipped ? <SkippedSteps skipped={run.skipped} /> : null}
      {session?.damage ? <DamagedNote damage={session.damage} /> : null}
      {training ? (
        <StatusBar session={session} />
      ) : (
        <>
          <InvalidSettings fields={invalid} />
          <Blocks view={view} />
          {run && chosen && canResume(chosen) ? <ResumeNote run={run} /> : null}
          <SettingWarnings recipe={recipe} heldOut={view.eval} />
          {view.train > 0 ? (
            <PlanCard state={plan} tokensPerSecond={speed}>
              {plan.plan ? (
                <MemoryBar
                  request={plan.plan.memory}
                  train={recipe.train}
                  onApply={(train) => draft.change({ ...recipe, train: { ...recipe.train, ...train } })}
                />
              ) : null}
              <RowPreview rows={view.train} revision={view.revision} open={view.runs.length === 0} />
            </PlanCard>
          ) : null}
        </>
      )}
      {compared.length > 1 ? (
        <RunCompare compared={compared} session={session} />
      ) : (
        <>
          <RunCharts
            {...charts}
            title={chosen?.name ?? null}
            evalSteps={run?.recipe.train.eval_steps ?? recipe.train.eval_steps}
            heldOut={view.eval}
          />
          {run?.notices && !training ? <RunHistory notices={run.notices} /> : null}
          <SampleTimeline key={chosen?.id} evaluations={charts.evaluations} heldOut={view.eval} />
        </>
      )}
      <RunTable
        runs={view.runs}
        chosen={chosen}
        session={session}
        onResume={(each) => goOn(each.id)}
        onTakeSettings={(each) => void takeSettings(each)}
        onDuplicate={(each) => void duplicate(each)}
        onContinue={(each, step) => void continueFrom(each, step)}
      />
    </section>
  );
}

function ProjectTrain({ view }: { readonly view: ProjectView }) {
  const stored = useRecipe(view);
  const adapters = useProject((state) => state.adapters);
  const draft = { ...stored, change: (recipe: Recipe) => stored.change(heldToAdapter(recipe, adapters)) };
  const training = useProject((state) => isTraining(state.training));
  const [invalid, setInvalid] = useState<ReadonlySet<FieldKey>>(new Set());
  const onInvalid = useCallback((key: FieldKey, wrong: boolean) => {
    setInvalid((known) => {
      if (known.has(key) === wrong) return known;
      const next = new Set(known);
      if (wrong) next.add(key);
      else next.delete(key);
      return next;
    });
  }, []);
  return (
    <div className={classNames(styles.train, training && styles.training)}>
      <SettingsPane recipe={draft.recipe} onChange={draft.change} onInvalid={onInvalid} newcomer={view.runs.length === 0} />
      <RecipeDialog recipe={draft.recipe} onApply={draft.change} />
      <Work view={view} draft={draft} invalid={[...invalid]} />
    </div>
  );
}

export function TrainScreen() {
  const { t } = useTranslation();
  const view = useProject((state) => state.view);
  if (view) return <ProjectTrain key={view.id} view={view} />;
  const words = t.train.blocks;
  return (
    <Screen title={t.shell.steps.train}>
      <EmptyState icon={<Database size={28} />} title={words.noProject} actions={<Link href="/data">{words.openData}</Link>}>
        {words.noProjectText}
      </EmptyState>
    </Screen>
  );
}
