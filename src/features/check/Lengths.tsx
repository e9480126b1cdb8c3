import { useState } from 'react';
import type { CheckReport } from '../../core/checks';
import { useTranslation } from '../../i18n';
import { Button, Card, classNames } from '../../ui';
import { setRecipe, useProject } from '../project';
import { type Histogram, histogramOf, rowsCutAt } from './groups';
import styles from './Lengths.module.css';

/** The axis shows at most this much beyond the longest row; a max length further out stands at its end. */
const ROOM = 1.25;
const SHORTEST_MAX_LENGTH = 8;

interface BarsProps {
  readonly histogram: Histogram;
  readonly maxLength: number;
}

function Bars({ histogram, maxLength }: BarsProps) {
  const { t, format } = useTranslation();
  const words = t.check.lengths;
  const { bars, shortest, longest } = histogram;
  const tallest = bars.reduce((most, bar) => Math.max(most, bar.rows), 1);
  const end = Math.max(longest, Math.min(maxLength, longest * ROOM));
  const place = (length: number) => `${(Math.min(length, end) / end) * 100}%`;
  return (
    <div className={styles.chart} role="img" aria-label={words.chart(format.number(shortest), format.number(longest))}>
      {bars
        .filter((bar) => bar.rows > 0)
        .map((bar) => (
          <div
            key={bar.from}
            className={styles.bar}
            title={words.bar(format.number(bar.from), format.number(bar.to), bar.rows)}
            style={{
              left: place(bar.from - 1),
              width: `calc(${((bar.to - bar.from + 1) / end) * 100}% - 2px)`,
              height: `${(bar.rows / tallest) * 100}%`,
            }}
          />
        ))}
      <div className={styles.line} style={{ left: place(maxLength) }} />
      <span className={styles.tick} style={{ left: place(shortest) }}>
        {format.number(shortest)}
      </span>
      <span className={classNames(styles.tick, styles.last)} style={{ left: place(longest) }}>
        {format.number(longest)}
      </span>
      {maxLength > longest ? (
        <span className={styles.end}>
          {format.number(maxLength)}
          {maxLength > end ? ' →' : ''}
        </span>
      ) : null}
    </div>
  );
}

/** How long the rows are, where they are cut, and what another max length would cost. */
export function Lengths({ report }: { readonly report: CheckReport }) {
  const { t, format } = useTranslation();
  const words = t.check.lengths;
  const recipe = useProject((state) => state.view?.recipe);
  const [moved, setMoved] = useState<number | null>(null);
  const histogram = histogramOf(report.lengths);
  if (!histogram || !recipe) return null;
  const current = recipe.train.max_length;
  const length = moved ?? current;
  const cut = rowsCutAt(report.lengths, current);
  const set = () => void setRecipe({ ...recipe, train: { ...recipe.train, max_length: length } }).then(() => setMoved(null));
  return (
    <Card
      title={words.title}
      extra={[words.summary(format.number(current), format.number(histogram.longest)), cut === 0 ? words.fits : words.cut(cut)].join(' · ')}
      testId="lengths"
    >
      <Bars histogram={histogram} maxLength={length} />
      <label className={styles.slider}>
        <span>{words.line}</span>
        <input
          type="range"
          min={SHORTEST_MAX_LENGTH}
          max={Math.max(current, Math.ceil(histogram.longest * ROOM))}
          step={1}
          value={length}
          onChange={(event) => setMoved(Number(event.target.value))}
        />
        <output>{format.number(length)}</output>
      </label>
      <div className={styles.cost} aria-live="polite">
        <span>{words.cost(format.number(length), rowsCutAt(report.lengths, length))}</span>
        {length === current ? null : (
          <Button small onClick={set}>
            {words.set(format.number(length))}
          </Button>
        )}
      </div>
    </Card>
  );
}
