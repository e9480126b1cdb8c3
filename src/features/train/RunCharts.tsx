import { useMemo, useState } from 'react';
import { useTranslation } from '../../i18n';
import type { ChartLine } from '../../ui';
import { ChartCard } from './ChartCard';
import { ChartControls } from './ChartControls';
import styles from './Charts.module.css';
import { evalSeries, extent, type Series, stepSeries } from './chart-data';
import type { ChartInput } from './chart-input';
import { useTrainView } from './state';

const HEIGHT = 120;
const SYNC = 'training';

interface RunChartProps {
  readonly title: string;
  readonly series: Series;
  readonly steps: number;
  /** What will fill the chart while it is empty. */
  readonly empty: string;
  readonly logarithmic?: boolean;
  /** Both lines, or the smoothed one only where smoothing is off or nothing is smoothed. */
  readonly twoLines?: boolean;
  readonly points?: boolean;
  readonly testId: string;
}

/** One measure of the run, with its value under the cursor or the latest. */
function RunChart({ series, logarithmic = false, twoLines = false, points = false, ...card }: RunChartProps) {
  const { t, format } = useTranslation();
  const [cursor, setCursor] = useState<number | null>(null);
  const known = extent(series.raw);
  const words = t.train.charts;
  const value = (number: number | null | undefined) => format.significant(number);
  const lines: ChartLine[] = [
    ...(twoLines ? [{ label: words.raw, values: series.raw, color: '--token-2', width: 1 }] : []),
    { label: twoLines ? words.smoothed : card.title, values: series.smoothed, color: '--accent', points },
  ];
  const step = cursor === null ? undefined : series.steps[cursor];
  const readout =
    step === undefined || cursor === null
      ? value(known?.latest)
      : `${words.atStep(format.number(step))} · ${value(series.raw[cursor])}${twoLines ? ` · ${words.smoothed} ${value(series.smoothed[cursor])}` : ''}`;
  return (
    <ChartCard
      {...card}
      readout={readout}
      spoken={words.text(card.title, value(known?.latest), value(known?.low), value(known?.high), series.raw.length)}
      x={series.steps}
      lines={lines}
      height={HEIGHT}
      logarithmic={logarithmic}
      syncKey={SYNC}
      onCursor={setCursor}
    />
  );
}

interface RunChartsProps extends ChartInput {
  /** Name of the run the curves belong to. */
  readonly title: string | null;
  readonly evalSteps: number;
  readonly heldOut: number;
}

/** Loss, held-out loss, learning rate and gradient norm with one cursor. */
export function RunCharts({ title, reports, evaluations, steps, evalSteps, heldOut }: RunChartsProps) {
  const { t, format } = useTranslation();
  const { smoothing, logarithmic } = useTrainView();
  const words = t.train.charts;
  const loss = useMemo(() => stepSeries(reports, 'loss', smoothing), [reports, smoothing]);
  const heldOutLoss = useMemo(() => evalSeries(evaluations), [evaluations]);
  const learningRate = useMemo(() => stepSeries(reports, 'learningRate'), [reports]);
  const gradientNorm = useMemo(() => stepSeries(reports, 'gradientNorm', smoothing), [reports, smoothing]);
  const smoothed = smoothing > 0;
  return (
    <section className={styles.charts} aria-label={words.label}>
      <div className={styles.head}>
        <h2>{title === null ? words.label : t.train.runs.curves(title)}</h2>
        <ChartControls />
      </div>
      <div className={styles.grid}>
        <RunChart
          testId="chart-loss"
          title={words.loss}
          series={loss}
          steps={steps}
          empty={words.empty.loss}
          logarithmic={logarithmic}
          twoLines={smoothed}
        />
        <RunChart
          testId="chart-eval-loss"
          title={words.evalLoss}
          series={heldOutLoss}
          steps={steps}
          empty={heldOut > 0 ? words.empty.evalLoss(format.number(Math.min(evalSteps, steps || evalSteps))) : words.empty.evalLossNever}
          logarithmic={logarithmic}
          points
        />
        <RunChart
          testId="chart-learning-rate"
          title={words.learningRate}
          series={learningRate}
          steps={steps}
          empty={words.empty.learningRate}
        />
        <RunChart
          testId="chart-gradient-norm"
          title={words.gradientNorm}
          series={gradientNorm}
          steps={steps}
          empty={words.empty.gradientNorm}
          logarithmic={logarithmic}
          twoLines={smoothed}
        />
      </div>
    </section>
  );
}
