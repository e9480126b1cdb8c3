import { useMemo } from 'react';
import { useTranslation } from '../../i18n';
import { ChartControls } from './ChartControls';
import styles from './Charts.module.css';
import { evalSeries, stepSeries } from './chart-data';
import type { ChartInput } from './chart-input';
import { NoisyChart, RunChart } from './RunChart';
import { useTrainView } from './state';

interface RunChartsProps extends ChartInput {
  /** Name of the run the curves belong to. */
  readonly title: string | null;
  readonly evalSteps: number;
  readonly heldOut: number;
}

/** Loss, held-out loss, learning rate and gradient norm with one cursor. */
export function RunCharts({ title, reports, evaluations, steps, evalSteps, heldOut }: RunChartsProps) {
  const { t, format } = useTranslation();
  const { logarithmic } = useTrainView();
  const words = t.train.charts;
  const heldOutLoss = useMemo(() => evalSeries(evaluations), [evaluations]);
  const learningRate = useMemo(() => stepSeries(reports, 'learningRate'), [reports]);
  return (
    <section className={styles.charts} aria-label={words.label}>
      <div className={styles.head}>
        <h2>{title === null ? words.label : t.train.runs.curves(title)}</h2>
        <ChartControls />
      </div>
      <div className={styles.grid}>
        <NoisyChart value="loss" reports={reports} steps={steps} />
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
        <NoisyChart value="gradientNorm" reports={reports} steps={steps} />
      </div>
    </section>
  );
}
