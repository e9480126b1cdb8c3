import { METRICS, type Metric, type Share, type ToolCallScores } from '../../core/metrics';
import { useTranslation } from '../../i18n';
import { classNames } from '../../ui';
import styles from './Evaluate.module.css';
import { gainOf, points } from './gain';

const whole = (share: number) => Math.round(share * 100);

/** `+95 [+87, +98]`: the gain in points with its 95 % interval. */
export function GainText({ base, tuned }: { readonly base: Share | undefined; readonly tuned: Share | undefined }) {
  const { t, format } = useTranslation();
  const { gain, low, high } = gainOf(base, tuned);
  if (gain === null || low === null || high === null) return <span className={styles.soft}>{format.number(null)}</span>;
  const tone = low > 0 ? styles.good : high < 0 ? styles.bad : styles.soft;
  return (
    <span className={tone} title={t.evaluate.points}>
      {`${points(gain)} [${points(low)}, ${points(high)}]`}
    </span>
  );
}

function BigNumber({ name, base, tuned }: { readonly name: Metric; readonly base: Share; readonly tuned: Share }) {
  const { t, format } = useTranslation();
  const { before, after } = gainOf(base, tuned);
  const words = t.evaluate;
  const known = before !== null && after !== null;
  return (
    <div className={styles.number} data-testid={`metric-${name}`} title={words.metricHelp[name]}>
      <dt>{words.metrics[name]}</dt>
      <dd className={styles.big}>{known ? words.change(`${whole(before)}`, format.percent(whole(after) / 100)) : format.number(null)}</dd>
      <dd>{known ? <GainText base={base} tuned={tuned} /> : <span className={styles.soft}>{words.nothingDue}</span>}</dd>
      {known ? (
        <dd className={classNames(styles.soft, styles.small)}>{words.counts(format.number(tuned.right), format.number(tuned.of))}</dd>
      ) : null}
    </div>
  );
}

/** Base against trained: the four figures that matter, each with gain and interval. */
export function BigNumbers({ evaluation: { base, tuned } }: { readonly evaluation: ToolCallScores }) {
  return (
    <dl className={styles.numbers}>
      {METRICS.map((name) => (
        <BigNumber key={name} name={name} base={base.metrics[name]} tuned={tuned.metrics[name]} />
      ))}
    </dl>
  );
}
