import { type FormEvent, useState } from 'react';
import type { ToolSpec } from '../../core/record';
import { useTranslation } from '../../i18n';
import { Button, TextArea, TextField } from '../../ui';
import { submitOnModEnter } from './submit';
import styles from './ToolList.module.css';
import { toolProblems } from './tool-problems';

const EXAMPLE: ToolSpec = {
  name: '',
  description: '',
  parametersText: `{
  "type": "object",
  "properties": {
    "city": { "type": "string", "description": "" }
  },
  "required": ["city"]
}`,
};

interface ToolFormProps {
  readonly tools: readonly ToolSpec[];
  /** The tool being edited; null = a new one. */
  readonly tool: ToolSpec | null;
  readonly onSave: (tool: ToolSpec) => void;
  readonly onCancel: () => void;
}

/** Name, description and schema of one tool, checked while they are typed. */
export function ToolForm({ tools, tool, onSave, onCancel }: ToolFormProps) {
  const { t } = useTranslation();
  const words = t.data.tools;
  const [draft, setDraft] = useState(tool ?? EXAMPLE);
  const [touched, setTouched] = useState(tool !== null);
  const others = tools.map((known) => known.name).filter((name) => name !== tool?.name);
  const problems = toolProblems(draft, others, t);
  const valid = problems.name === undefined && problems.schema === undefined;
  const submit = () => {
    setTouched(true);
    if (valid) onSave(draft);
  };
  return (
    <form
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
      <TextArea
        code
        rows={9}
        label={words.schema}
        value={draft.parametersText}
        error={problems.schema}
        onChange={(parametersText) => setDraft({ ...draft, parametersText })}
      />
      <div className={styles.buttons}>
        <Button onClick={onCancel}>{t.shell.cancel}</Button>
        <Button kind="primary" type="submit" disabled={touched && !valid}>
          {words.save}
        </Button>
      </div>
    </form>
  );
}
