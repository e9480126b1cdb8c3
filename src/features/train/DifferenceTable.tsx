import type { Run } from '../../core/training';
import { type Dictionary, useTranslation } from '../../i18n';
import styles from './Charts.module.css';
import { type Difference, differences, type SettingValue } from './compare-data';
import { fieldKeys } from './lora-settings';
import { Swatch } from './Swatch';
import { numberText } from './settings';

function labelOf(path: string, t: Dictionary): string {
  const name = path.slice(path.indexOf('.') + 1);
  const key = fieldKeys.find((each) => each === name);
  if (key) return t.train.settings[key].label;
  if (path === 'model') return t.train.model.label;
  if (path === 'model.adapter') return t.train.adapter.label;
  if (path === 'format') return t.train.model.format;
  if (path === 'train.method') return t.train.method.label;
  return path === 'train.device' ? t.train.device.label : name;
}

function valueText(value: SettingValue | null): string {
  if (value === null) return '–';
  if (typeof value === 'object') return value.join(', ');
  return typeof value === 'number' ? numberText(value) : String(value);
}

function Row({ runs, difference }: { readonly runs: readonly Run[]; readonly difference: Difference }) {
  const { t } = useTranslation();
  return (
    <tr>
      <th scope="row">
        {labelOf(difference.path, t)} <code>{difference.path}</code>
      </th>
      {runs.map(({ id }, index) => (
        <td key={id}>{valueText(difference.values[index] ?? null)}</td>
      ))}
    </tr>
  );
}

/** Only the settings in which the compared runs differ. */
export function DifferenceTable({ runs }: { readonly runs: readonly Run[] }) {
  const { t } = useTranslation();
  const words = t.train.compareRuns;
  const found = differences(runs);
  if (found.length === 0) return <p className={styles.same}>{words.same}</p>;
  return (
    <div className={styles.scroll}>
      <table className={styles.differences} data-testid="run-differences">
        <caption className="visually-hidden">{words.differences}</caption>
        <thead>
          <tr>
            <th scope="col">{words.setting}</th>
            {runs.map(({ id, name }, index) => (
              <th key={id} scope="col">
                <Swatch index={index} /> {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {found.map((difference) => (
            <Row key={difference.path} runs={runs} difference={difference} />
          ))}
        </tbody>
      </table>
    </div>
  );
}
