// A line chart on uPlot: no legend, colours from the theme's custom properties, cursor shared by all charts with one
// `syncKey`. The drawing is a picture to a screen reader, so `label` must say what it shows.

import 'uplot/dist/uPlot.min.css';
import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import styles from './LineChart.module.css';

export interface ChartLine {
  readonly label: string;
  readonly values: readonly (number | null)[];
  /** Custom property that holds the colour, e.g. `--accent`. */
  readonly color: string;
  /** CSS pixels. */
  readonly width?: number;
  /** Draw a dot at each value, for lines of few values. */
  readonly points?: boolean;
  /** Lengths of dash and gap in CSS pixels, so that lines differ in more than colour. */
  readonly dash?: readonly number[];
  /** Drawn behind the others: the measured values below a smoothed line. */
  readonly faint?: boolean;
}

interface LineChartProps {
  readonly label: string;
  /** Ascending. */
  readonly x: readonly number[];
  readonly lines: readonly ChartLine[];
  /** Right end of the x axis, so that it stands still while values arrive. */
  readonly xMax: number;
  readonly height: number;
  readonly logarithmic?: boolean;
  /** Of a tick, in the company of all of its axis. */
  readonly formatValue: (value: number, ticks: readonly number[]) => string;
  readonly syncKey?: string;
  /** Index into `x` below the cursor; null when it leaves. */
  readonly onCursor?: (index: number | null) => void;
}

const FONT = '10px system-ui, sans-serif';
const LEFT_AXIS_PIXELS = 46;

function color(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

function axis(options: uPlot.Axis): uPlot.Axis {
  const line = () => color('--line');
  return { font: FONT, stroke: () => color('--faint'), grid: { stroke: line, width: 1 }, ticks: { show: false }, gap: 4, ...options };
}

function padded(low: number, high: number): uPlot.Range.MinMax {
  const room = high > low ? (high - low) * 0.06 : Math.abs(high) * 0.1 || 1;
  return [low >= 0 ? Math.max(0, low - room) : low - room, high + room];
}

/** @param latest the current properties: what may change while the chart stands is read when drawing. */
function optionsOf(latest: () => LineChartProps, width: number): uPlot.Options {
  const { lines, height, logarithmic = false, syncKey } = latest();
  return {
    width,
    height,
    legend: { show: false },
    // At the right, room for half of the last step's figures.
    padding: [6, 16, 0, 0],
    scales: {
      x: { time: false, range: () => [0, Math.max(1, latest().xMax)] },
      y: logarithmic ? { distr: 3, log: 10 } : { range: (_, low, high) => padded(low ?? 0, high ?? 1) },
    },
    axes: [
      axis({ size: 20, grid: { show: false }, space: 50, incrs: [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500, 1000, 2000, 5000, 10000] }),
      axis({
        size: LEFT_AXIS_PIXELS,
        space: 30,
        values: (_, splits) => {
          const ticks = splits.filter((split) => split !== null);
          return splits.map((split) => (split === null ? '' : latest().formatValue(split, ticks)));
        },
      }),
    ],
    series: [
      {},
      ...lines.map((line) => ({
        label: line.label,
        stroke: () => color(line.color),
        width: line.width ?? 1.5,
        ...(line.dash ? { dash: [...line.dash] } : {}),
        ...(line.faint ? { alpha: 0.3 } : {}),
        spanGaps: true,
        // Whole pixels would draw a slow slope as stairs.
        pxAlign: 0,
        points: { show: line.points ?? false, size: 5, fill: () => color(line.color) },
      })),
    ],
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 }, ...(syncKey ? { sync: { key: syncKey } } : {}) },
    hooks: { setCursor: [(chart) => latest().onCursor?.(chart.cursor.idx ?? null)] },
  };
}

function dataOf({ x, lines }: Pick<LineChartProps, 'x' | 'lines'>): uPlot.AlignedData {
  return [[...x], ...lines.map((line) => [...line.values])];
}

function Plot(props: LineChartProps) {
  const host = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot | null>(null);
  const latest = useRef(props);

  useEffect(() => {
    const element = host.current;
    if (!element) return;
    const plot = new uPlot(
      optionsOf(() => latest.current, element.clientWidth),
      dataOf(latest.current),
      element,
    );
    // Colours are read when drawing, so a new theme needs no new chart.
    const theme = new MutationObserver(() => plot.redraw(false));
    theme.observe(document.documentElement, { attributeFilter: ['data-theme'] });
    const size = new ResizeObserver(() => plot.setSize({ width: element.clientWidth, height: latest.current.height }));
    size.observe(element);
    chart.current = plot;
    return () => {
      theme.disconnect();
      size.disconnect();
      plot.destroy();
      chart.current = null;
    };
  }, []);

  useEffect(() => {
    latest.current = props;
    chart.current?.setData(dataOf(props));
  }, [props]);

  return <div ref={host} className={styles.chart} role="img" aria-label={props.label} style={{ height: props.height }} />;
}

export function LineChart(props: LineChartProps) {
  // What needs a new chart; new values alone do not.
  const { logarithmic = false, height, syncKey, lines } = props;
  const shape = [
    logarithmic,
    height,
    syncKey,
    ...lines.map((line) => [line.color, line.width, line.points, line.dash, line.faint].join(' ')),
  ].join('|');
  return <Plot key={shape} {...props} />;
}
