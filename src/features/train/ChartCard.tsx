import type { ReactNode } from 'react';
import { useTranslation } from '../../i18n';
import { Card, type ChartLine, LineChart } from '../../ui';
import styles from './Charts.module.css';
import { tickDigits } from './chart-data';

interface ChartCardProps {
  readonly title: string;
  /** At the right of the title: the value under the cursor or the latest. */
  readonly readout: string;
  /** The drawing in words. */
  readonly spoken: string;
  /** Steps with a value, ascending; none = the chart is empty. */
  readonly x: readonly number[];
  readonly lines: readonly ChartLine[];
  /** Last step of the axis. */
  readonly steps: number;
  /** What will fill the chart while it is empty. */
  readonly empty: string;
  readonly height: number;
  readonly logarithmic: boolean;
  /** Charts with the same key move their cursors together. */
  readonly syncKey: string;
  readonly onCursor: (index: number | null) => void;
  readonly testId: string;
  /** Below the drawing. */
  readonly children?: ReactNode;
}

/** One measure over the steps of a training. */
export function ChartCard({ title, readout, spoken, x, lines, steps, empty, height, testId, children, ...chart }: ChartCardProps) {
  const { format } = useTranslation();
  return (
    <Card title={title} extra={readout} testId={testId}>
      {x.length > 0 ? (
        <LineChart
          {...chart}
          label={spoken}
          x={x}
          lines={lines}
          xMax={steps}
          height={height}
          formatValue={(tick, ticks) => format.significant(tick, tickDigits(ticks))}
        />
      ) : (
        <p className={styles.empty} style={{ height }}>
          {empty}
        </p>
      )}
      {children}
    </Card>
  );
}
