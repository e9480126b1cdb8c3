import { FlaskConical, MessageSquare } from 'lucide-react';
import { type ReactNode, useMemo } from 'react';
import { Link } from 'wouter';
import type { ToolCallScores } from '../../core/metrics';
import { useTranslation } from '../../i18n';
import { Button, EmptyState, NoticeBox, Screen, Select, type TabItem, Tabs, useMedia, WIDE } from '../../ui';
import type { ProjectView, RunSummary } from '../../worker/protocol';
import { evaluateRun, isTraining, useProject } from '../project';
import { chooseRun, trainedRuns, useTrainedRun } from '../train';
import { Asking } from './Asking';
import { BigNumbers } from './BigNumbers';
import { Breakdown } from './Breakdown';
import { CasePane } from './CasePane';
import { CaseTable } from './CaseTable';
import { casesOfTab, comparedCases, isFailure } from './cases';
import styles from './Evaluate.module.css';
import { Playground } from './Playground';
import { type CaseTab, useEvaluateView } from './state';
import { useEvaluation } from './use-evaluation';

function Stale({ evaluation, run }: { readonly evaluation: ToolCallScores; readonly run: RunSummary }) {
  const { t, format } = useTranslation();
  const words = t.evaluate.stale;
  if (evaluation.step !== (run.selectedCheckpoint ?? run.step)) {
    return <NoticeBox tone="warning" testId="stale" what={words.trainedOn(format.number(evaluation.step))} remedy={words.again} />;
  }
  return run.recordsChanged ? <NoticeBox tone="warning" testId="stale" what={words.title} remedy={words.remedy} /> : null;
}

function Results({ evaluation, run }: { readonly evaluation: ToolCallScores; readonly run: RunSummary }) {
  const { t, format } = useTranslation();
  const tab = useEvaluateView((state) => state.tab);
  const cases = useMemo(() => comparedCases(evaluation), [evaluation]);
  const failures = cases.filter(isFailure).length;
  const words = t.evaluate.tabs;
  const items: TabItem<CaseTab>[] = [
    { id: 'failures', label: words.failures, count: format.number(failures) },
    { id: 'all', label: words.all, count: format.number(cases.length) },
    { id: 'breakdown', label: words.breakdown },
  ];
  return (
    <>
      <Stale evaluation={evaluation} run={run} />
      <BigNumbers evaluation={evaluation} />
      <Tabs
        label={t.evaluate.tabsLabel}
        value={tab}
        items={items}
        onChange={(next) => useEvaluateView.setState({ tab: next })}
        panelClassName={styles.tabPanel}
      >
        {tab === 'breakdown' ? <Breakdown evaluation={evaluation} /> : <CaseTable key={tab} cases={casesOfTab(cases, tab)} />}
      </Tabs>
    </>
  );
}

function Panel({
  evaluation,
  run,
  onClose,
}: {
  readonly evaluation: ToolCallScores | null;
  readonly run: RunSummary;
  readonly onClose: (() => void) | null;
}) {
  const { open, tab } = useEvaluateView();
  const cases = useMemo(() => (evaluation ? comparedCases(evaluation) : []), [evaluation]);
  const promptFormat = useProject((state) => state.view?.recipe.format ?? 'function_call');
  const fromZero = useProject((state) => state.models.find((model) => model.id === run.modelId)?.fromZero ?? false);
  const item = open === null ? undefined : cases.find((each) => each.index === open);
  if (item) return <CasePane item={item} cases={casesOfTab(cases, tab)} format={promptFormat} />;
  return <Playground run={run} format={promptFormat} fromZero={fromZero} onClose={onClose} />;
}

function Empty({ view, run }: { readonly view: ProjectView | null; readonly run: RunSummary | null }): ReactNode {
  const { t } = useTranslation();
  const words = t.evaluate.empty;
  const training = useProject((state) => isTraining(state.training));
  const icon = <FlaskConical size={28} />;
  if (!view) {
    return (
      <EmptyState icon={icon} title={words.noProject} actions={<Link href="/data">{words.openData}</Link>}>
        {words.noProjectText}
      </EmptyState>
    );
  }
  if (!run && training) return <EmptyState icon={icon} title={words.training} />;
  if (!run) {
    return (
      <EmptyState icon={icon} title={words.noRun} actions={<Link href="/train">{words.openTrain}</Link>}>
        {words.noRunText}
      </EmptyState>
    );
  }
  if (view.eval === 0) {
    return (
      <EmptyState icon={icon} title={words.noHeldOut} actions={<Link href="/data">{words.openData}</Link>}>
        {words.noHeldOutText}
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={icon} title={words.ready}>
      {words.readyText(view.eval)}
    </EmptyState>
  );
}

function RunSelect({ view, run }: { readonly view: ProjectView; readonly run: RunSummary }) {
  const { t } = useTranslation();
  const runs = trainedRuns(view.runs);
  if (runs.length < 2) return null;
  return (
    <div className={styles.runSelect}>
      <Select
        label={<span className="visually-hidden">{t.evaluate.run}</span>}
        value={run.id}
        options={runs.map((each) => ({ value: each.id, label: each.name }))}
        onChange={chooseRun}
      />
    </div>
  );
}

/** Base against trained on rows that were never trained on, and a box to ask both. */
export function EvaluateScreen() {
  const { t, format } = useTranslation();
  const view = useProject((state) => state.view);
  const run = useTrainedRun();
  const evaluation = useEvaluation(run);
  const task = useProject((state) => state.busy?.task ?? null);
  const training = useProject((state) => isTraining(state.training));
  const panel = useEvaluateView((state) => state.panel);
  const wide = useMedia(WIDE);
  const words = t.evaluate;
  const asking = task === 'evaluate';
  const closePanel = () => useEvaluateView.setState({ panel: false });
  const actions =
    view && run ? (
      <>
        <RunSelect view={view} run={run} />
        {wide ? null : (
          <Button onClick={() => useEvaluateView.setState({ panel: true })}>
            <MessageSquare size={14} aria-hidden />
            {words.playground.open}
          </Button>
        )}
        <Button
          kind="primary"
          disabled={task !== null || training || view.eval === 0}
          onClick={() => void evaluateRun(run.id)}
          data-testid="evaluate"
        >
          {evaluation ? words.compareAgain : words.compare}
        </Button>
      </>
    ) : null;
  const asked = evaluation ? words.heldOut(evaluation.tuned.cases.length) : words.heldOutRows(view?.eval ?? 0);
  return (
    <Screen
      title={t.shell.steps.evaluate}
      summary={run ? words.summary(asked, run.name, format.number(evaluation?.step ?? run.selectedCheckpoint ?? run.step)) : undefined}
      actions={actions}
      aside={run && view && (wide || panel) ? <Panel evaluation={evaluation} run={run} onClose={wide ? null : closePanel} /> : undefined}
      asideLabel={words.playground.title}
    >
      {training && run ? <NoticeBox tone="neutral" what={words.empty.training} /> : null}
      {asking ? <Asking /> : null}
      {evaluation && run ? <Results evaluation={evaluation} run={run} /> : <Empty view={view} run={run} />}
    </Screen>
  );
}
