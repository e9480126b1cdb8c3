import { ArrowRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { proposePlan, withTools } from '../../core/generator';
import { useTranslation } from '../../i18n';
import { Button, NoticeBox, Skeleton, Tabs } from '../../ui';
import type { ProjectView } from '../../worker/protocol';
import { AddExample, chooseFiles } from '../data';
import { useProject } from '../project';
import { firstLanguages } from './languages';
import styles from './OwnTools.module.css';
import { PatternPanel } from './PatternPanel';
import { RecordPatterns } from './RecordPatterns';
import { StageLayout } from './StageLayout';
import { changeOwnTools, changePlan, type RowSource, rowSources, useOwnTools } from './state';
import { holdOutSome, storeGeneratedRecords } from './store-records';
import { useGeneratorPreview } from './use-generator-preview';

const FIRST_SEED = 1;

/** The plan for the tools as they are; the first look makes one. */
function usePlan({ tools }: ProjectView) {
  const { language } = useTranslation();
  const plan = useOwnTools((state) => state.plan);
  const known = plan !== null && plan.tools.length === tools.length && plan.tools.every(({ tool }, index) => tool === tools[index]?.name);
  useEffect(() => {
    if (!known) changePlan(plan ? withTools(plan, tools) : proposePlan(tools, firstLanguages(tools, language), FIRST_SEED));
  }, [known, plan, tools, language]);
  return known ? plan : null;
}

function Typed() {
  const { t } = useTranslation();
  const [adding, setAdding] = useState(false);
  return (
    <div className={styles.stack}>
      <p>{t.ownTools.rows.typedText}</p>
      <div>
        <Button onClick={() => setAdding(true)}>{t.ownTools.rows.write}</Button>
      </div>
      {adding ? <AddExample onClose={() => setAdding(false)} /> : null}
    </div>
  );
}

function Imported() {
  const { t } = useTranslation();
  return (
    <div className={styles.stack}>
      <p>{t.ownTools.rows.importedText}</p>
      <div>
        <Button onClick={() => chooseFiles(t)}>{t.ownTools.rows.choose}</Button>
      </div>
    </div>
  );
}

/** What the project holds now, and what is missing for a comparison. */
function Standing({ view }: { readonly view: ProjectView }) {
  const { t, format } = useTranslation();
  const words = t.ownTools.rows;
  if (view.records === 0) return null;
  return (
    <>
      <p className={styles.soft} data-testid="rows-standing">
        {words.standing(format.number(view.train), format.number(view.eval))} <Link href="/data">{words.look}</Link>
      </p>
      {view.eval === 0 ? (
        <NoticeBox
          tone="warning"
          what={words.nothingHeldOut}
          remedy={words.nothingHeldOutRemedy}
          actions={
            <Button small onClick={() => void holdOutSome()}>
              {words.holdOut}
            </Button>
          }
        />
      ) : null}
    </>
  );
}

/** Second step: rows, made from templates, typed, or imported. */
export function RowsStage({ view }: { readonly view: ProjectView }) {
  const { t } = useTranslation();
  const { source, made } = useOwnTools();
  const plan = usePlan(view);
  const planned = useGeneratorPreview(plan, view);
  const busy = useProject((state) => state.busy !== null);
  const words = t.ownTools.rows;
  const ready = view.train > 0 && (made || source !== 'templates');
  const rows = planned?.rows ?? null;
  const make = () => plan && void storeGeneratedRecords(plan, t);
  const sentences = plan && planned ? <PatternPanel plan={plan} planned={planned} tools={view.tools} /> : <Skeleton lines={8} />;
  const actions = (
    <>
      {source === 'templates' && ready ? (
        <Button disabled={!rows || busy} onClick={make}>
          {words.makeAgain}
        </Button>
      ) : null}
      {source === 'templates' && !ready ? (
        <Button kind="primary" disabled={!rows || busy} onClick={make} data-testid="make-rows">
          {words.make(rows ? rows.count.train + rows.count.eval : null)}
        </Button>
      ) : (
        <Button kind="primary" disabled={view.train === 0} onClick={() => changeOwnTools({ stage: 'teach' })} data-testid="to-teach">
          {words.next}
          <ArrowRight size={14} aria-hidden />
        </Button>
      )}
    </>
  );
  return (
    <StageLayout view={view} actions={actions}>
      <p className={styles.lead}>{words.lead}</p>
      <Standing view={view} />
      <Tabs
        label={words.sourcesLabel}
        value={source}
        items={rowSources.map((id) => ({ id, label: words.sources[id] }))}
        onChange={(next: RowSource) => changeOwnTools({ source: next })}
        panelClassName={styles.panel}
      >
        {source === 'templates' ? sentences : null}
        {source === 'typed' ? <Typed /> : null}
        {source === 'imported' ? <Imported /> : null}
        {source !== 'templates' && view.records > 0 ? <RecordPatterns /> : null}
      </Tabs>
    </StageLayout>
  );
}
