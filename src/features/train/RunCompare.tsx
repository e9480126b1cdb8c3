import { useMemo, useState } from 'react';
import type { Run } from '../../core/training';
import { useTranslation } from '../../i18n';
import { Button, type ChartLine, Skeleton } from '../../ui';
import type { RunSummary } from '../../worker/protocol';
import type { TrainingState } from '../project';
import { ChartCard } from './ChartCard';
import { ChartControls } from './ChartControls';
import styles from './Charts.module.css';
import { evalSeries, extent, type Series, stepSeries } from './chart-data';
import { type ChartInput, chartsOf } from './chart-input';
import { overlay, valueUpTo } from './compare-data';
import { DifferenceTable } from './DifferenceTable';
import { useLoadedRuns } from './runs';
import { Swatch, seriesStyle } from './Swatch';
import { stopComparing, useTrainView } from './state';

const HEIGHT = 180;
const SYNC = 'comparison';

interface OverlayCardProps {
  readonly title: string;
  readonly runs: readonly Run[];
  readonly series: readonly Series[];
  readonly steps: number;
  readonly empty: string;
  /** The measured values faintly behind the smoothed ones. */
  readonly behind?: boolean;
  readonly points?: boolean;
  readonly testId: string;
}

/** One measure of several runs over one axis; the legend reads the values at the cursor, or the latest. */
function OverlayCard({ runs, series, behind = false, points = false, ...card }: OverlayCardProps) {
  const { t, format } = useTranslation();
  const logarithmic = useTrainView((state) => state.logarithmic);
  const [cursor, setCursor] = useState<number | null>(null);
  const words = t.train.charts;
  const { steps: x, raw, smoothed } = useMemo(() => overlay(series), [series]);
  const lines: ChartLine[] = [
    ...(behind ? raw.map((values, index) => ({ label: words.raw, values, ...seriesStyle(index), width: 1, faint: true })) : []),
    ...smoothed.map((values, index) => ({ label: runs[index]?.name ?? card.title, values, ...seriesStyle(index), points })),
  ];
  const at = cursor ?? x.length - 1;
  const step = cursor === null ? undefined : x[cursor];
  const spoken = runs.map(({ name }, index) => {
    const known = extent(raw[index] ?? []);
    return `${name}: ${words.text(card.title, ...figures(known, format.significant), raw[index]?.filter((value) => value !== null).length ?? 0)}`;
  });
  return (
    <ChartCard
      {...card}
      readout={step === undefined ? words.latest : words.atStep(format.number(step))}
      spoken={spoken.join('; ')}
      x={x}
      lines={lines}
      height={HEIGHT}
      logarithmic={logarithmic}
      syncKey={SYNC}
      onCursor={setCursor}
    >
      <ul className={styles.legend}>
        {runs.map(({ id, name }, index) => (
          <li key={id}>
            <Swatch index={index} />
            <span className={styles.legendName}>{name}</span>
            <span className={styles.legendValue}>{format.significant(valueUpTo(smoothed[index] ?? [], at))}</span>
          </li>
        ))}
      </ul>
    </ChartCard>
  );
}

function figures(known: ReturnType<typeof extent>, text: (value: number | undefined) => string): [string, string, string] {
  return [text(known?.latest), text(known?.low), text(known?.high)];
}

interface RunCompareProps {
  readonly compared: readonly RunSummary[];
  readonly session: TrainingState | null;
}

/** Several runs over each other: losses, held-out losses, and the settings in which they differ. */
export function RunCompare({ compared, session }: RunCompareProps) {
  const { t } = useTranslation();
  const smoothing = useTrainView((state) => state.smoothing);
  const runs = useLoadedRuns(compared);
  const inputs = useMemo(
    (): ChartInput[] => runs.map((run) => chartsOf(compared.find(({ id }) => id === run.id) ?? null, run, session)),
    [runs, compared, session],
  );
  const losses = useMemo(() => inputs.map(({ reports }) => stepSeries(reports, 'loss', smoothing)), [inputs, smoothing]);
  const heldOut = useMemo(() => inputs.map(({ evaluations }) => evalSeries(evaluations)), [inputs]);
  const steps = Math.max(1, ...inputs.map((input) => input.steps));
  const words = t.train;
  return (
    <section className={styles.charts} aria-label={words.compareRuns.title(compared.length)} data-testid="run-compare">
      <div className={styles.head}>
        <h2>{words.compareRuns.title(compared.length)}</h2>
        <ChartControls />
        <Button small onClick={stopComparing}>
          {words.compareRuns.stop}
        </Button>
      </div>
      {runs.length < 2 ? (
        <Skeleton lines={6} />
      ) : (
        <>
          <div className={styles.grid}>
            <OverlayCard
              testId="compare-loss"
              title={words.charts.loss}
              runs={runs}
              series={losses}
              steps={steps}
              empty={words.charts.empty.loss}
              behind={smoothing > 0}
            />
            <OverlayCard
              testId="compare-eval-loss"
              title={words.charts.evalLoss}
              runs={runs}
              series={heldOut}
              steps={steps}
              empty={words.compareRuns.noEvalLoss}
              points
            />
          </div>
          <DifferenceTable runs={runs} />
        </>
      )}
    </section>
  );
}
