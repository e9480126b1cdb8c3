import { type FormEvent, useEffect, useRef, useState } from 'react';
import { type ParameterLine, parameterProblem, readParameters, writeParameters } from '../../core/builder';
import { parseJson } from '../../core/json';
import type { ToolSpec } from '../../core/record';
import { useTranslation } from '../../i18n';
import { Button, TextArea, TextField } from '../../ui';
import { ParameterForm } from './ParameterForm';
import { submitOnModEnter } from './submit';
import styles from './ToolList.module.css';
import { toolProblems } from './tool-problems';

const EMPTY: ToolSpec = { name: '', description: '', parametersText: writeParameters([]) };
const FIRST_LINE: ParameterLine = { name: '', type: 'string', required: true, description: '', choices: '' };

interface ToolFormProps {
  readonly tools: readonly ToolSpec[];
  /** The tool being edited; null = a new one. */
  readonly tool: ToolSpec | null;
  readonly onSave: (tool: ToolSpec) => void;
  readonly onCancel: () => void;
}

/** Two spaces a level, as people write schemas; what is no JSON stays as it is. */
function indented(text: string): string {
  try {
    parseJson(text);
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** The parameters as lines of the form, or as the schema's text where the form cannot show all of it. */
function useParameters(tool: ToolSpec | null) {
  const [lines, setLines] = useState(tool ? readParameters(tool.parametersText) : [FIRST_LINE]);
  const [schemaText, setSchemaText] = useState(tool?.parametersText ?? EMPTY.parametersText);
  return {
    lines,
    schemaText,
    parametersText: lines ? writeParameters(lines) : schemaText,
    complete: (lines ?? []).every((_, index) => parameterProblem(lines ?? [], index) === null),
    asLines: readParameters(schemaText),
    onLines: setLines,
    onSchemaText: setSchemaText,
    toJson: () => {
      setSchemaText(indented(writeParameters(lines ?? [])));
      setLines(null);
    },
  };
}

/** Name, description and parameters of one tool, checked while they are typed. */
export function ToolForm({ tools, tool, onSave, onCancel }: ToolFormProps) {
  const { t } = useTranslation();
  const words = t.data.tools;
  const [draft, setDraft] = useState(tool ?? EMPTY);
  const [touched, setTouched] = useState(tool !== null);
  const parameters = useParameters(tool);
  const form = useRef<HTMLFormElement>(null);
  // The button that opened the form is gone.
  useEffect(() => form.current?.querySelector<HTMLElement>('input')?.focus(), []);
  const { lines, asLines } = parameters;
  const others = tools.map((known) => known.name).filter((name) => name !== tool?.name);
  const written = { ...draft, parametersText: parameters.parametersText };
  const problems = toolProblems(written, others, t);
  const valid = problems.name === undefined && problems.schema === undefined && parameters.complete;
  const submit = () => {
    setTouched(true);
    if (valid) onSave(written);
  };
  return (
    <form
      ref={form}
      className={styles.form}
      onSubmit={(event: FormEvent) => {
        event.preventDefault();
        submit();
      }}
      onKeyDown={(event) => submitOnModEnter(event, submit)}
      data-testid="tool-form"
    >
      <TextField
        code
        label={words.name}
        value={draft.name}
        error={touched ? problems.name : undefined}
        onChange={(name) => setDraft({ ...draft, name })}
      />
      <TextField label={words.description} value={draft.description} onChange={(description) => setDraft({ ...draft, description })} />
      {lines ? (
        <ParameterForm lines={lines} strict={touched} onChange={parameters.onLines} />
      ) : (
        <TextArea
          code
          rows={9}
          label={words.schema}
          value={parameters.schemaText}
          error={problems.schema}
          onChange={parameters.onSchemaText}
        />
      )}
      <div className={styles.buttons}>
        {lines ? (
          <Button kind="quiet" onClick={parameters.toJson}>
            {words.asSchema}
          </Button>
        ) : asLines ? (
          <Button kind="quiet" onClick={() => parameters.onLines(asLines)}>
            {words.asForm}
          </Button>
        ) : null}
        <span className={styles.spread} />
        <Button onClick={onCancel}>{t.shell.cancel}</Button>
        <Button kind="primary" type="submit" disabled={touched && !valid}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
