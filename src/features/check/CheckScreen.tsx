import { ListChecks } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import type { CheckReport } from '../../core/checks';
import { useTranslation } from '../../i18n';
import { Badge, Button, Card, EmptyState, Progress, Screen } from '../../ui';
import type { ProjectView } from '../../worker/protocol';
import { RecordInspector } from '../data';
import { runCheck, stopTask, useProject } from '../project';
import styles from './CheckScreen.module.css';
import { FindingCard } from './FindingCard';
import { groupFindings, silentChecks } from './groups';
import { Lengths } from './Lengths';

/** The finding in the inspector: which group, which of its records. */
interface Shown {
  readonly code: string;
  readonly at: number;
}

function Verdict({ view, checking }: { readonly view: ProjectView; readonly checking: boolean }) {
  const { t } = useTranslation();
  const { latestCheck } = view;
  if (checking) return null;
  if (!latestCheck) return <Badge>{t.check.notYet}</Badge>;
  if (latestCheck.stale) return <Badge tone="warning">{t.check.stale}</Badge>;
  const { errors, warnings } = latestCheck;
  return (
    <span className={styles.verdict} role="status">
      {errors > 0 ? <Badge tone="bad">{t.check.blocked(errors)}</Badge> : <Badge tone="good">{t.check.ready}</Badge>}
      {warnings > 0 ? <Badge tone="warning">{t.check.warnings(warnings)}</Badge> : null}
    </span>
  );
}

function Checking() {
  const { t } = useTranslation();
  const progress = useProject((state) => state.busy?.progress ?? null);
  return (
    <Card>
      <Progress
        label={t.check.progress}
        done={progress?.done ?? 0}
        total={progress?.total ?? 0}
        secondsLeft={progress?.secondsLeft ?? null}
      />
      <div>
        <Button small onClick={stopTask}>
          {t.shell.stop}
        </Button>
      </div>
    </Card>
  );
}

function Silent({ report }: { readonly report: CheckReport }) {
  const { t } = useTranslation();
  const names: Readonly<Record<string, string>> = t.check.checks;
  const silent = silentChecks(report);
  if (silent.length === 0) return null;
  return (
    <p className={styles.silent} data-testid="silent-checks">
      {t.check.nothingFound}: {silent.map((id) => names[id] ?? id).join(' · ')}
    </p>
  );
}

interface ReportProps {
  readonly view: ProjectView;
  readonly report: CheckReport;
  readonly shown: Shown | null;
  readonly onShow: (shown: Shown) => void;
}

function Report({ view, report, shown, onShow }: ReportProps) {
  const { t } = useTranslation();
  const groups = useMemo(() => groupFindings(report.findings), [report]);
  return (
    <>
      <Lengths report={report} />
      {groups.length === 0 ? <p>{t.check.readyText(view.records)}</p> : null}
      {report.errors > 0 ? <p>{t.check.blockedText}</p> : null}
      {report.errors === 0 && report.warnings > 0 ? <p>{t.check.warningsText}</p> : null}
      <ul className={styles.findings}>
        {groups.map((group) => (
          <FindingCard
            key={`${group.severity}-${group.code}`}
            group={group}
            open={shown?.code === group.code}
            onShow={() => onShow({ code: group.code, at: 0 })}
          />
        ))}
      </ul>
      <Silent report={report} />
    </>
  );
}

export function CheckScreen() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const view = useProject((state) => state.view);
  const report = useProject((state) => state.check?.report ?? null);
  const checking = useProject((state) => state.busy?.task === 'check');
  const busy = useProject((state) => state.busy !== null);
  const [shown, setShown] = useState<Shown | null>(null);
  const known = view?.latestCheck ?? null;
  // After a reload the verdict is known but its findings are not here: look again.
  const missing = known !== null && report === null && !busy;
  const looked = useRef(false);
  useEffect(() => {
    // Once: a check that failed or was stopped is not started again behind the person's back.
    if (!missing || looked.current) return;
    looked.current = true;
    void runCheck();
  }, [missing]);

  if (!view || view.records === 0) {
    return (
      <Screen title={t.check.title}>
        <EmptyState
          icon={<ListChecks size={40} strokeWidth={1.5} />}
          title={t.check.emptyTitle}
          actions={
            <Button kind="primary" onClick={() => navigate('/data')}>
              {t.check.toData}
            </Button>
          }
        >
          {t.check.emptyText}
        </EmptyState>
      </Screen>
    );
  }
  const fresh = known !== null && !known.stale;
  const ready = fresh && known.errors === 0;
  const recordIds = report?.findings.filter((finding) => finding.code === shown?.code).map((finding) => finding.recordId) ?? [];
  const ids = [...new Set(recordIds)].filter((id) => id !== '');
  const recordId = shown ? ids[shown.at] : undefined;
  const check = () => void runCheck();
  return (
    <Screen
      title={t.check.title}
      summary={<Verdict view={view} checking={checking} />}
      actions={
        <>
          {fresh ? (
            <Button kind={ready ? 'secondary' : 'primary'} disabled={busy} onClick={check}>
              {t.check.again}
            </Button>
          ) : (
            <Button kind="primary" disabled={busy} onClick={check}>
              {t.check.run(view.records)}
            </Button>
          )}
          {ready ? (
            <Button kind="primary" onClick={() => navigate('/train')}>
              {t.check.train} <span aria-hidden>▸</span>
            </Button>
          ) : null}
        </>
      }
      aside={
        shown && recordId ? (
          <RecordInspector
            projectId={view.id}
            recordId={recordId}
            revision={view.revision}
            onMove={(delta) => setShown({ ...shown, at: Math.max(0, Math.min(ids.length - 1, shown.at + delta)) })}
            onClose={() => setShown(null)}
          />
        ) : null
      }
      asideLabel={t.data.inspector.label}
    >
      {checking ? <Checking /> : null}
      {report && !checking ? <Report view={view} report={report} shown={shown} onShow={setShown} /> : null}
      {!report && !checking && known === null ? (
        <EmptyState icon={<ListChecks size={40} strokeWidth={1.5} />} title={t.check.firstTitle}>
          {t.check.firstText}
        </EmptyState>
      ) : null}
    </Screen>
  );
}
