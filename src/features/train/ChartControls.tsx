import { useTranslation } from '../../i18n';
import { Checkbox } from '../../ui';
import styles from './Charts.module.css';
import { MOST_SMOOTHING } from './chart-data';
import { useTrainView } from './state';

/** How all charts of the screen are drawn: smoothing and scale. */
export function ChartControls() {
  const { t, format } = useTranslation();
  const { smoothing, logarithmic } = useTrainView();
  return (
    <div className={styles.controls}>
      <label className={styles.smoothing}>
        <span>{t.train.charts.smoothing}</span>
        <input
          type="range"
          min={0}
          max={MOST_SMOOTHING}
          step={0.01}
          value={smoothing}
          onChange={(event) => useTrainView.setState({ smoothing: Number(event.target.value) })}
        />
        <output className={styles.amount}>{format.number(smoothing, 2)}</output>
      </label>
      <Checkbox
        label={t.train.charts.logarithmic}
        checked={logarithmic}
        onChange={(checked) => useTrainView.setState({ logarithmic: checked })}
      />
    </div>
  );
}
