import { useEffect, useState } from 'react';
import { type Dictionary, type Format, useTranslation } from '../../i18n';
import { Button, NumberField } from '../../ui';
import { FieldReset } from './FieldReset';
import type { LoraNumberKey } from './lora-settings';
import styles from './Settings.module.css';
import { type NumberKey, type NumberLimits, type NumberProblem, nearestNumber, numberText, readNumber } from './settings';

interface NumberInputProps {
  readonly field: NumberKey | LoraNumberKey;
  readonly limits: NumberLimits;
  readonly value: number;
  /** What reset goes back to. */
  readonly base: number;
  readonly explain: boolean;
  readonly onChange: (value: number) => void;
  /** The field holds what is no number of its kind. */
  readonly onInvalid: (field: NumberKey | LoraNumberKey, invalid: boolean) => void;
}

function problemText(problem: NumberProblem, limits: NumberLimits, t: Dictionary, format: Format): string {
  const { problems } = t.train;
  switch (problem) {
    case 'number':
      return problems.number;
    case 'zero':
      return problems.zero;
    case 'whole':
      return problems.whole;
    case 'low':
      return limits.above ? problems.aboveLow(format.number(limits.min)) : problems.low(format.number(limits.min));
    case 'high':
      return problems.high(format.number(limits.max, 6));
  }
}

/** One number of the recipe: what is wrong with what was typed, and the nearest number that is not. */
export function NumberInput({ field, limits, value, base, explain, onChange, onInvalid }: NumberInputProps) {
  const { t, format } = useTranslation();
  const [text, setText] = useState(numberText(value));
  const read = readNumber(limits, text);
  const problem = 'problem' in read ? read.problem : null;

  // A preset, a reset or another run's settings changed the value: the field follows. What is typed stays as typed.
  useEffect(() => {
    setText((typed) => {
      const known = readNumber(limits, typed);
      return 'value' in known && known.value === value ? typed : numberText(value);
    });
  }, [limits, value]);
  useEffect(() => {
    onInvalid(field, problem !== null);
    return () => onInvalid(field, false);
  }, [field, problem, onInvalid]);

  const take = (next: number) => {
    setText(numberText(next));
    onChange(next);
  };
  const { label, help } = t.train.settings[field];
  const about = t.train.withPreset(help, numberText(base));
  const nearest = nearestNumber(limits, text, base);
  return (
    <NumberField
      row
      label={label}
      unit={limits.unit ? t.train.units[limits.unit] : undefined}
      hint={about}
      help={explain ? about : undefined}
      error={
        problem ? (
          <>
            {problemText(problem, limits, t, format)}{' '}
            <Button small kind="quiet" className={styles.take} onClick={() => take(nearest)}>
              {t.train.problems.take(numberText(nearest))}
            </Button>
          </>
        ) : undefined
      }
      extra={value === base && !problem ? undefined : <FieldReset to={numberText(base)} onReset={() => take(base)} />}
      value={text}
      onChange={(typed) => {
        setText(typed);
        const next = readNumber(limits, typed);
        if ('value' in next) onChange(next.value);
      }}
      testId={`setting-${field}`}
    />
  );
}
