import type { ReactNode } from 'react';
import type { PlannedTraining } from '../../core/batches';
import type { TrainingPlan } from '../../core/training';
import { useTranslation } from '../../i18n';
import { Card, Skeleton } from '../../ui';
import { FailureBox } from '../project';
import styles from './Plan.module.css';
import { estimatedSeconds, tokensOf, trainedTokensOf } from './run-progress';
import { Warnings } from './SettingWarnings';
import type { PlanState } from './use-plan';

interface PlanCardProps {
  readonly state: PlanState;
  /** Measured on an earlier run of the same model; null = unknown. */
  readonly tokensPerSecond: number | null;
  readonly children?: ReactNode;
}

interface FigureProps {
  readonly label: string;
  readonly value: string;
  /** Short ones break between each other only. */
  readonly notes: readonly string[];
}

function Figure({ label, value, notes: [first, second] }: FigureProps) {
  return (
    <div className={styles.figure}>
      <dt>{label}</dt>
      <dd className={styles.value}>{value}</dd>
      <dd className={styles.note}>
        {second === undefined ? (
          first
        ) : (
          <>
            <span>{first} ·</span> <span>{second}</span>
          </>
        )}
      </dd>
    </div>
  );
}

function Figures({ plan, tokensPerSecond }: { readonly plan: PlannedTraining; readonly tokensPerSecond: number | null }) {
  const { t, format } = useTranslation();
  const words = t.train.plan;
  const tokens = tokensOf(plan);
  const trained = trainedTokensOf(plan);
  const seconds = estimatedSeconds(plan, tokensPerSecond);
  // Where rows share what they begin with, little is padding.
  const saved =
    plan.sharedShare >= 0.01 ? words.shared(format.percent(plan.sharedShare)) : words.padding(format.percent(plan.paddingShare));
  const whole = plan.truncated === 0 && plan.dropped.length === 0;
  return (
    <dl className={styles.figures}>
      <Figure
        label={words.steps}
        value={format.number(plan.steps)}
        notes={[words.perEpoch(format.number(plan.stepsPerEpoch)), words.warmup(format.number(plan.warmupSteps))]}
      />
      <Figure
        label={words.rows}
        value={format.number(plan.examples)}
        notes={[plan.sequences < plan.examples ? words.packed(format.number(plan.sequences)) : whole ? words.whole : words.notWhole]}
      />
      <Figure label={words.tokens} value={format.number(tokens)} notes={[words.perEpoch(format.number(plan.tokensPerEpoch)), saved]} />
      <Figure label={words.trained} value={format.number(trained)} notes={[words.share(format.percent(share(trained, tokens)))]} />
      <Figure
        label={words.time}
        value={seconds === null ? format.duration(null) : `≈ ${format.duration(seconds)}`}
        notes={[seconds === null ? words.timeUnknown : words.timeFrom(format.number(tokensPerSecond))]}
      />
    </dl>
  );
}

function share(part: number, whole: number): number | null {
  return whole > 0 ? Math.round((100 * part) / whole) / 100 : null;
}

function Losses({ plan }: { readonly plan: TrainingPlan }) {
  const { t } = useTranslation();
  const { cut, leftOut } = t.train.plan;
  const left = plan.dropped.length;
  if (plan.truncated === 0 && left === 0) return null;
  return (
    <ul className={styles.warnings}>
      {plan.truncated > 0 ? <li>{cut(plan.truncated)}</li> : null}
      {left > 0 ? <li title={plan.dropped.slice(0, 20).join(', ')}>{leftOut(left)}</li> : null}
    </ul>
  );
}

/** What the optimizer will do, before it starts. */
export function PlanCard({ state: { plan, failure, busy }, tokensPerSecond, children }: PlanCardProps) {
  const { t } = useTranslation();
  return (
    <Card title={t.train.plan.title} testId="plan">
      {failure ? <FailureBox failure={failure} /> : null}
      {!plan && !failure ? <Skeleton lines={3} /> : null}
      {plan ? (
        <div className={styles.plan} aria-busy={busy}>
          <Figures plan={plan} tokensPerSecond={tokensPerSecond} />
          <Losses plan={plan} />
          <Warnings notices={plan.notices ?? []} testId="plan-warning" />
        </div>
      ) : null}
      {children}
    </Card>
  );
}
