import { CASE_KINDS, type Share, type ToolCallScores } from '../../core/metrics';
import { useTranslation } from '../../i18n';
import { classNames } from '../../ui';
import { GainText } from './BigNumbers';
import styles from './Evaluate.module.css';

interface Line {
  readonly key: string;
  readonly label: string;
  readonly base: Share | undefined;
  readonly tuned: Share;
}

function shareOf(value: Share | undefined): number | null {
  return value && value.of > 0 ? Math.round((100 * value.right) / value.of) / 100 : null;
}

/** A share as a bar with the line of its interval; the numbers stand beside it. */
function Bar({ tuned }: { readonly tuned: Share }) {
  const percent = (share: number) => `${(share * 100).toFixed(1)}%`;
  return (
    <span className={styles.bar} aria-hidden>
      <span className={styles.barFill} style={{ width: percent(shareOf(tuned) ?? 0) }} />
      <span className={styles.barInterval} style={{ left: percent(tuned.low), width: percent(tuned.high - tuned.low) }} />
    </span>
  );
}

function ShareTable({ title, lines, code = false }: { readonly title: string; readonly lines: readonly Line[]; readonly code?: boolean }) {
  const { t, format } = useTranslation();
  const words = t.evaluate.breakdown;
  return (
    <table className={styles.shares}>
      <thead>
        <tr>
          <th scope="col">{title}</th>
          <th scope="col" className={classNames(styles.right, styles.count)}>
            {words.requests}
          </th>
          <th scope="col" className={classNames(styles.right, styles.before)}>
            {words.before}
          </th>
          <th scope="col" className={classNames(styles.right, styles.after)}>
            {words.after}
          </th>
          <th scope="col" className={styles.barCell}>
            {words.interval}
          </th>
          <th scope="col" className={classNames(styles.right, styles.gain)}>
            {words.gain}
          </th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ key, label, base, tuned }) => (
          <tr key={key}>
            <th scope="row">{code ? <code>{label}</code> : label}</th>
            <td className={classNames(styles.right, styles.count)}>{format.number(tuned.of)}</td>
            <td className={styles.right}>{format.percent(shareOf(base))}</td>
            <td className={styles.right}>{format.percent(shareOf(tuned))}</td>
            <td className={styles.barCell}>
              <Bar tuned={tuned} />
              <span className="visually-hidden">{`${format.percent(Math.round(tuned.low * 100) / 100)} – ${format.percent(Math.round(tuned.high * 100) / 100)}`}</span>
            </td>
            <td className={styles.right}>
              <GainText base={base} tuned={tuned} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** Exact calls by kind of request and by tool. */
export function Breakdown({ evaluation: { base, tuned } }: { readonly evaluation: ToolCallScores }) {
  const { t } = useTranslation();
  const kinds = CASE_KINDS.flatMap((kind): Line[] => {
    const share = tuned.metrics.byKind[kind];
    return share ? [{ key: kind, label: t.evaluate.kinds[kind], base: base.metrics.byKind[kind], tuned: share }] : [];
  });
  const tools = Object.entries(tuned.metrics.byTool).map(([name, share]): Line => {
    const before = Object.hasOwn(base.metrics.byTool, name) ? base.metrics.byTool[name] : undefined;
    return { key: name, label: name, base: before, tuned: share };
  });
  return (
    <div className={styles.breakdown} data-testid="breakdown">
      <ShareTable title={t.evaluate.breakdown.kind} lines={kinds} />
      <ShareTable title={t.evaluate.breakdown.tool} lines={tools} code />
    </div>
  );
}
