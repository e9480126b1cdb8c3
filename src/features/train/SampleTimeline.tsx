import { useState } from 'react';
import type { CaseResult } from '../../core/metrics';
import type { EvalPoint } from '../../core/training';
import { useTranslation } from '../../i18n';
import { Badge, Card, Chip } from '../../ui';
import { CallLines } from '../calls';
import styles from './Samples.module.css';

interface Answered {
  readonly step: number;
  readonly samples: readonly CaseResult[];
}

function exactOf(samples: readonly CaseResult[]): number {
  return samples.filter(({ verdict }) => verdict === 'exact').length;
}

function Sample({ result }: { readonly result: CaseResult }) {
  const { t } = useTranslation();
  const exact = result.verdict === 'exact';
  return (
    <li className={styles.sample}>
      <div className={styles.request}>{result.request}</div>
      <CallLines result={result} />
      <div className={styles.verdict}>
        <Badge tone={exact ? 'good' : 'bad'}>{exact ? t.train.samples.equal : t.train.samples.different}</Badge>
      </div>
    </li>
  );
}

/** What the model answered at each evaluation: the request, the expected call, and its own with the differences marked. */
export function SampleTimeline({ evaluations, heldOut }: { readonly evaluations: readonly EvalPoint[]; readonly heldOut: number }) {
  const { t, format } = useTranslation();
  const words = t.train.samples;
  const [wanted, setWanted] = useState<number | null>(null);
  const answered = evaluations.flatMap(({ step, samples }): Answered[] => (samples && samples.length > 0 ? [{ step, samples }] : []));
  // The latest, until a person looks at another one.
  const shown = answered.find(({ step }) => step === wanted) ?? answered.at(-1);
  if (!shown && (heldOut === 0 || evaluations.length > 0)) return null;
  if (!shown) {
    return (
      <Card title={words.title} testId="samples">
        <p className={styles.empty}>{words.empty}</p>
      </Card>
    );
  }
  const count = (samples: readonly CaseResult[]) => words.exact(format.number(exactOf(samples)), format.number(samples.length));
  return (
    <Card title={words.atStep(format.number(shown.step))} extra={count(shown.samples)} testId="samples">
      {answered.length > 1 ? (
        <fieldset className={styles.steps} aria-label={words.evaluations}>
          {answered.map(({ step, samples }) => (
            <Chip
              key={step}
              label={words.step(format.number(step))}
              count={`${format.number(exactOf(samples))}/${format.number(samples.length)}`}
              pressed={step === shown.step}
              onChange={() => setWanted(step)}
            />
          ))}
        </fieldset>
      ) : null}
      <ul className={styles.samples}>
        {shown.samples.map((result) => (
          <Sample key={`${result.recordId} ${result.messageIndex}`} result={result} />
        ))}
      </ul>
    </Card>
  );
}
