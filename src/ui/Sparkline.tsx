import styles from './Sparkline.module.css';

const WIDTH = 72;
const HEIGHT = 20;
const MARGIN = 2;

/** Corners of the line, in CSS pixels; unknown values are left out. */
function pointsOf(values: readonly number[]): string {
  const known = values.filter(Number.isFinite);
  const low = Math.min(...known);
  const range = Math.max(...known) - low || 1;
  const step = (WIDTH - 2 * MARGIN) / Math.max(1, known.length - 1);
  const y = (value: number) => HEIGHT - MARGIN - ((value - low) / range) * (HEIGHT - 2 * MARGIN);
  return known.map((value, index) => `${(MARGIN + index * step).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
}

/** The course of a value in a table cell. At most about 60 values; fewer than two draw nothing. */
export function Sparkline({ values, label }: { readonly values: readonly number[]; readonly label: string }) {
  if (values.length < 2) return <span className={styles.empty} style={{ width: WIDTH, height: HEIGHT }} />;
  return (
    <svg className={styles.line} width={WIDTH} height={HEIGHT} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      <polyline points={pointsOf(values)} />
    </svg>
  );
}
