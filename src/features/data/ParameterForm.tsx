import { Plus, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { type ParameterLine, parameterProblem, parameterTypes } from '../../core/builder';
import { useTranslation } from '../../i18n';
import { Button, Checkbox, IconButton, Select, TextField } from '../../ui';
import { replaceAt } from './draft';
import styles from './ParameterForm.module.css';

const EMPTY: ParameterLine = { name: '', type: 'string', required: true, description: '', choices: '' };

interface ParameterFormProps {
  readonly lines: readonly ParameterLine[];
  /** Empty names are said only once a person tried to save. */
  readonly strict: boolean;
  readonly onChange: (lines: readonly ParameterLine[]) => void;
}

interface LineProps {
  readonly line: ParameterLine;
  readonly number: number;
  readonly error: string | undefined;
  readonly onChange: (line: ParameterLine) => void;
  readonly onRemove: () => void;
}

function Line({ line, number, error, onChange, onRemove }: LineProps) {
  const { t } = useTranslation();
  const words = t.data.tools.parameter;
  const change = (part: Partial<ParameterLine>) => onChange({ ...line, ...part });
  return (
    <fieldset className={styles.line} data-testid="parameter">
      <legend className="visually-hidden">{words.number(String(number))}</legend>
      <TextField code label={words.name} value={line.name} error={error} onChange={(name) => change({ name })} />
      <Select
        label={words.type}
        value={line.type}
        options={parameterTypes.map((value) => ({ value, label: words.types[value] }))}
        onChange={(type) => change({ type })}
      />
      <div className={styles.description}>
        <TextField label={words.description} value={line.description} onChange={(description) => change({ description })} />
      </div>
      {line.type === 'choice' ? (
        <div className={styles.choices}>
          <TextField label={words.choices} help={words.choicesHelp} value={line.choices} onChange={(choices) => change({ choices })} />
        </div>
      ) : null}
      <div className={styles.foot}>
        <Checkbox label={t.data.tools.required} checked={line.required} onChange={(required) => change({ required })} />
        <IconButton small label={words.remove(line.name || String(number))} onClick={onRemove}>
          <X size={14} aria-hidden />
        </IconButton>
      </div>
    </fieldset>
  );
}

/** A line that is added is written next. */
function useFocusOfNew(count: number) {
  const form = useRef<HTMLDivElement>(null);
  const before = useRef(count);
  useEffect(() => {
    if (count > before.current) form.current?.querySelector<HTMLElement>('fieldset:last-of-type input')?.focus();
    before.current = count;
  }, [count]);
  return form;
}

/** The parameters of a tool, one line each. */
export function ParameterForm({ lines, strict, onChange }: ParameterFormProps) {
  const { t } = useTranslation();
  const words = t.data.tools.parameter;
  const form = useFocusOfNew(lines.length);
  const errorOf = (index: number) => {
    const problem = parameterProblem(lines, index);
    return problem === null || (problem !== 'name_twice' && !strict) ? undefined : words.problems[problem];
  };
  return (
    <div ref={form} className={styles.form}>
      <h3>{words.title}</h3>
      {lines.map((line, index) => (
        <Line
          // Lines have no identity but their place: names change while they are typed.
          // biome-ignore lint/suspicious/noArrayIndexKey: see above
          key={index}
          line={line}
          number={index + 1}
          error={errorOf(index)}
          onChange={(next) => onChange(replaceAt(lines, index, next))}
          onRemove={() => onChange(lines.filter((_, other) => other !== index))}
        />
      ))}
      <div>
        <Button small onClick={() => onChange([...lines, EMPTY])}>
          <Plus size={14} aria-hidden />
          {words.add}
        </Button>
      </div>
    </div>
  );
}
