import { useState } from 'react';
import type { Run } from '../../core/training';
import { useTranslation } from '../../i18n';
import { Button, Dialog, Skeleton } from '../../ui';
import type { RunSummary } from '../../worker/protocol';
import styles from './Runs.module.css';
import { useRun } from './runs';

interface ContinueDialogProps {
  readonly run: RunSummary;
  readonly onContinue: (step: number) => void;
  readonly onClose: () => void;
}

function lossAt(run: Run, step: number): number | undefined {
  return run.log.find((report) => report.step === step)?.loss;
}

function evalLossAt(run: Run, step: number): number | undefined {
  return run.evalPoints.find((report) => report.step === step)?.loss;
}

/** Chooses the checkpoint that a new run goes on from. Those of the last step have nothing left to train. */
export function ContinueDialog({ run, onContinue, onClose }: ContinueDialogProps) {
  const { t, format } = useTranslation();
  const words = t.train.continueFrom;
  const loaded = useRun(run);
  const steps = loaded?.checkpoints.filter((step) => step < run.steps) ?? [];
  const [wanted, setWanted] = useState<number | null>(null);
  const chosen = wanted ?? steps[0] ?? null;
  return (
    <Dialog
      title={words.title(run.name)}
      onClose={onClose}
      testId="continue-run"
      footer={
        <>
          <Button onClick={onClose}>{t.shell.cancel}</Button>
          <Button kind="primary" disabled={chosen === null} onClick={() => chosen !== null && onContinue(chosen)}>
            {chosen === null ? words.start : words.startAt(format.number(chosen))}
          </Button>
        </>
      }
    >
      <p className={styles.about}>{words.about}</p>
      {!loaded ? <Skeleton lines={3} /> : null}
      {loaded && steps.length === 0 ? <p className={styles.about}>{words.none}</p> : null}
      {loaded && steps.length > 0 ? (
        <fieldset className={styles.checkpoints}>
          <legend>{words.checkpoint}</legend>
          {steps.map((step) => (
            <label key={step}>
              <input type="radio" name="checkpoint" checked={step === chosen} onChange={() => setWanted(step)} />
              <span>{words.step(format.number(step), format.number(run.steps))}</span>
              <span className={styles.figures}>
                {words.losses(format.significant(lossAt(loaded, step)), format.significant(evalLossAt(loaded, step)))}
              </span>
            </label>
          ))}
        </fieldset>
      ) : null}
    </Dialog>
  );
}
