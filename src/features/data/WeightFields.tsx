import { Highlighter, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { Message } from '../../core/record';
import { useTranslation } from '../../i18n';
import { Button, IconButton, NumberField } from '../../ui';
import { replaceAt } from './draft';
import styles from './WeightFields.module.css';
import { partsOf, weightOfText, withPart, withWeight } from './weights';

/** Longest text of a part that its label shows, in UTF-16 code units. */
const LABEL_LENGTH = 40;

interface WeightFieldProps {
  readonly label: string;
  readonly help?: string;
  readonly weight: number;
  readonly onChange: (weight: number) => void;
}

function WeightField({ label, help, weight, onChange }: WeightFieldProps) {
  const { t } = useTranslation();
  const words = t.data.form.weight;
  const [typed, setTyped] = useState('');
  return (
    <NumberField
      row
      label={label}
      unit={words.unit}
      help={help}
      error={Number.isNaN(weight) ? words.bad : undefined}
      // What was typed (`1.0`, or no number) as long as it means the weight there is.
      value={Object.is(weightOfText(typed), weight) ? typed : String(weight)}
      onChange={(text) => {
        setTyped(text);
        onChange(weightOfText(text));
      }}
    />
  );
}

interface WeightFieldsProps {
  readonly message: Message;
  readonly onChange: (message: Message) => void;
  /** What is selected in the message's text now. Unit: UTF-16 code units. */
  readonly selection: () => { readonly start: number; readonly end: number };
  /** What is to be said of the weights; empty = nothing. */
  readonly said: string;
  readonly onSay: (text: string) => void;
}

/** How much a turn counts in the loss: the whole of it, or parts of its text. */
export function WeightFields({ message, onChange, selection, said, onSay }: WeightFieldsProps) {
  const { t } = useTranslation();
  const words = t.data.form.weight;
  const fields = useRef<HTMLDivElement>(null);
  const added = useRef(false);
  const text = message.content ?? '';
  const parts = partsOf(message);
  useEffect(() => {
    if (!added.current) return;
    added.current = false;
    const last = [...(fields.current?.querySelectorAll('input') ?? [])].at(-1);
    last?.focus();
    last?.select();
  });
  const weigh = () => {
    const { start, end } = selection();
    if (start >= end) return onSay(words.selectFirst);
    added.current = true;
    onSay('');
    onChange(withPart(message, { start, end, weight: 0 }));
  };
  return (
    <div ref={fields} className={styles.weights}>
      {parts.length > 0 ? (
        parts.map((part, index) => {
          const whole = text.slice(part.start, part.end);
          const name = whole.length > LABEL_LENGTH ? `${whole.slice(0, LABEL_LENGTH)}…` : whole;
          return (
            <div key={`part-${String(index)}`} className={styles.part} data-testid="weight-part">
              <WeightField
                label={words.part(name)}
                weight={part.weight}
                onChange={(weight) => onChange(withWeight(message, replaceAt(parts, index, { ...part, weight })))}
              />
              <IconButton
                small
                label={words.remove(name)}
                onClick={() =>
                  onChange(
                    withWeight(
                      message,
                      parts.filter((_, position) => position !== index),
                    ),
                  )
                }
              >
                <Trash2 size={15} aria-hidden />
              </IconButton>
            </div>
          );
        })
      ) : (
        <WeightField
          label={words.label}
          help={words.help}
          weight={typeof message.weight === 'number' ? message.weight : 1}
          onChange={(weight) => onChange(withWeight(message, weight))}
        />
      )}
      {parts.length > 0 ? <p className={styles.note}>{words.rest}</p> : null}
      {text === '' ? null : (
        <Button small kind="quiet" className={styles.weigh} onClick={weigh}>
          <Highlighter size={14} aria-hidden /> {words.weigh}
        </Button>
      )}
      <p className={styles.note} role="status">
        {said}
      </p>
    </div>
  );
}
