import type { SchemaField } from '../../core/builder';
import { useTranslation } from '../../i18n';
import { Button, Select, TextArea, TextField } from '../../ui';
import styles from './AddExample.module.css';
import { argumentsProblem } from './draft';

interface ArgumentFieldsProps {
  readonly fields: readonly SchemaField[];
  readonly texts: Readonly<Record<string, string>>;
  readonly wrong: readonly string[];
  /** The arguments as JSON text, when they are written so; null = by fields. */
  readonly json: string | null;
  readonly startJson: string;
  readonly onText: (name: string, text: string) => void;
  readonly onJson: (text: string) => void;
}

interface ArgumentFieldProps {
  readonly field: SchemaField;
  readonly text: string;
  readonly wrong: boolean;
  readonly onText: (text: string) => void;
}

function ArgumentField({ field, text, wrong, onText }: ArgumentFieldProps) {
  const { t } = useTranslation();
  const words = t.data.example;
  const shared = { label: field.name, help: field.description, ...(field.required ? { unit: t.shell.required } : {}) };
  if (field.kind === 'choice' || field.kind === 'boolean') {
    const values = field.kind === 'boolean' ? ['true', 'false'] : field.choices;
    const options = [{ value: '', label: words.unset }, ...values.map((value) => ({ value, label: value }))];
    return <Select {...shared} value={text} options={options} onChange={onText} />;
  }
  const kinds = { integer: words.kinds.integer, number: words.kinds.number, json: words.kinds.json, string: '' };
  const error = wrong ? words.badValue(kinds[field.kind]) : undefined;
  return <TextField {...shared} code={field.kind === 'json'} value={text} error={error} onChange={onText} />;
}

/** The arguments: a field for each property of the schema, or JSON. */
export function ArgumentFields({ fields, texts, wrong, json, startJson, onText, onJson }: ArgumentFieldsProps) {
  const { t } = useTranslation();
  const words = t.data.example;
  if (json !== null) {
    const problem = argumentsProblem(json);
    const error =
      problem === null ? undefined : problem.kind === 'json' ? `${t.data.form.badJson}: ${problem.message}` : t.data.form.notObject;
    return <TextArea code rows={3} label={t.data.form.arguments} value={json} error={error} onChange={onJson} />;
  }
  return (
    <fieldset className={styles.arguments}>
      <legend className={styles.legend}>{words.arguments}</legend>
      {fields.map((field) => (
        <ArgumentField
          key={field.name}
          field={field}
          text={texts[field.name] ?? ''}
          wrong={wrong.includes(field.name)}
          onText={(text) => onText(field.name, text)}
        />
      ))}
      <Button small kind="quiet" className={styles.asJson} onClick={() => onJson(startJson)}>
        {words.asJson}
      </Button>
    </fieldset>
  );
}
