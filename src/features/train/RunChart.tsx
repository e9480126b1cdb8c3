import { useMemo, useState } from 'react';
import type { StepReport } from '../../core/training';
import { useTranslation } from '../../i18n';
import type { ChartLine } from '../../ui';
import { ChartCard } from './ChartCard';
import { extent, type Series, stepSeries } from './chart-data';
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
export function RunChart({ series, logarithmic = false, twoLines = false, points = false, ...card }: RunChartProps) {
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

const TEST_IDS = { loss: 'chart-loss', gradientNorm: 'chart-gradient-norm' } as const;

interface NoisyChartProps {
  readonly value: keyof typeof TEST_IDS;
  readonly reports: readonly StepReport[];
  /** Last step of the axis. */
  readonly steps: number;
}

/** A measure that jumps from step to step, smoothed and on the scale that a person chose. */
export function NoisyChart({ value, reports, steps }: NoisyChartProps) {
  const { t } = useTranslation();
  const { smoothing, logarithmic } = useTrainView();
  const words = t.train.charts;
  const series = useMemo(() => stepSeries(reports, value, smoothing), [reports, value, smoothing]);
  return (
    <RunChart
      testId={TEST_IDS[value]}
      title={words[value]}
      series={series}
      steps={steps}
      empty={words.empty[value]}
      logarithmic={logarithmic}
      twoLines={smoothing > 0}
    />
  );
}
