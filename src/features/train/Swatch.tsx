import styles from './Charts.module.css';

const COLORS = ['--series-1', '--series-2', '--series-3', '--series-4', '--series-5', '--series-6'] as const;
/** Dash and gap, CSS pixels: the second thing after its colour that tells a line from the others. */
const DASHES: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [10, 3, 2, 3], [4, 4], [12, 4]];

/** Colour and dash of the `index`th line of a chart. */
export function seriesStyle(index: number): { readonly color: string; readonly dash: readonly number[] } {
  return { color: COLORS[index % COLORS.length] ?? '--series-1', dash: DASHES[index % DASHES.length] ?? [] };
}

/** A piece of a run's line, for legends. */
export function Swatch({ index }: { readonly index: number }) {
  const { color, dash } = seriesStyle(index);
  return (
    <svg className={styles.swatch} width={22} height={8} aria-hidden>
      <line x1={0} x2={22} y1={4} y2={4} stroke={`var(${color})`} strokeWidth={2} strokeDasharray={dash.join(' ')} />
    </svg>
  );
}
