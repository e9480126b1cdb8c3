import { Plus, Trash2 } from 'lucide-react';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Call, DataRecord, Message } from '../../core/record';
import { useTranslation } from '../../i18n';
import { Button, IconButton, isComposing, TextArea, TextField } from '../../ui';
import { TokenView } from '../token-view';
import { saveWithUndo } from './changes';
import { argumentsProblem, isValid, replaceAt, withCalls, withContent } from './draft';
import styles from './RecordForm.module.css';
import { submitOnModEnter } from './submit';
import { WeightFields } from './WeightFields';
import { partsOf } from './weights';

const NEW_CALL: Call = { name: '', argumentsText: '{}', encoding: 'object' };

interface CallFieldsProps {
  readonly call: Call;
  readonly number: number;
  readonly onChange: (call: Call) => void;
  readonly onRemove: () => void;
}

function CallFields({ call, number, onChange, onRemove }: CallFieldsProps) {
  const { t } = useTranslation();
  const words = t.data.form;
  const problem = argumentsProblem(call.argumentsText);
  const error = problem === null ? undefined : problem.kind === 'json' ? `${words.badJson}: ${problem.message}` : words.notObject;
  return (
    <fieldset className={styles.call}>
      <legend className={styles.legend}>{words.call(number)}</legend>
      <div className={styles.tool}>
        <TextField
          code
          label={words.tool}
          value={call.name}
          error={call.name.trim() === '' ? words.emptyName : undefined}
          onChange={(name) => onChange({ ...call, name })}
        />
        <IconButton label={words.removeCall} onClick={onRemove}>
          <Trash2 size={15} aria-hidden />
        </IconButton>
      </div>
      <TextArea
        code
        rows={2}
        label={words.arguments}
        value={call.argumentsText}
        error={error}
        onChange={(argumentsText) => onChange({ ...call, argumentsText })}
      />
    </fieldset>
  );
}

function MessageFields({ message, onChange }: { readonly message: Message; readonly onChange: (message: Message) => void }) {
  const { t } = useTranslation();
  const words = t.data.form;
  const calls = message.calls ?? [];
  const area = useRef<HTMLTextAreaElement>(null);
  const [said, setSaid] = useState('');
  const write = (content: string) => {
    const changed = withContent(message, content, area.current?.selectionEnd);
    const lost = partsOf(message).length - partsOf(changed).length;
    setSaid(lost > 0 ? words.weight.lost(lost) : '');
    onChange(changed);
  };
  return (
    <div className={styles.message}>
      <TextArea
        ref={area}
        rows={message.role === 'assistant' && calls.length > 0 ? 1 : 2}
        data-role={message.role}
        label={words.content(t.data.inspector.roles[message.role])}
        value={message.content ?? ''}
        onChange={write}
      />
      {calls.map((call, index) => (
        <CallFields
          key={`call-${String(index)}`}
          call={call}
          number={index + 1}
          onChange={(changed) => onChange(withCalls(message, replaceAt(calls, index, changed)))}
          onRemove={() =>
            onChange(
              withCalls(
                message,
                calls.filter((_, position) => position !== index),
              ),
            )
          }
        />
      ))}
      {message.role === 'assistant' ? (
        <Button small kind="quiet" className={styles.add} onClick={() => onChange(withCalls(message, [...calls, NEW_CALL]))}>
          <Plus size={14} aria-hidden /> {words.addCall}
        </Button>
      ) : null}
      {message.role === 'assistant' ? (
        <WeightFields
          message={message}
          onChange={onChange}
          selection={() => ({ start: area.current?.selectionStart ?? 0, end: area.current?.selectionEnd ?? 0 })}
          said={said}
          onSay={setSaid}
        />
      ) : null}
    </div>
  );
}

/** Edits a record's texts, calls and weights; the lens below follows every letter. */
export function RecordForm({ record, onDone }: { readonly record: DataRecord; readonly onDone: () => void }) {
  const { t } = useTranslation();
  const words = t.data.form;
  const [messages, setMessages] = useState(record.messages);
  const valid = isValid(messages);
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => form.current?.querySelector<HTMLElement>('[data-role=user]')?.focus(), []);
  const submit = async (event?: FormEvent) => {
    event?.preventDefault();
    if (valid && (await saveWithUndo({ ...record, messages }, t))) onDone();
  };
  return (
    <form
      ref={form}
      className={styles.form}
      onSubmit={(event) => void submit(event)}
      onKeyDown={(event) => {
        submitOnModEnter(event, () => void submit());
        if (event.key !== 'Escape' || isComposing(event)) return;
        event.preventDefault();
        onDone();
      }}
      data-testid="record-form"
    >
      {messages.map((message, index) => (
        <MessageFields
          key={`message-${String(index)}`}
          message={message}
          onChange={(changed) => setMessages(replaceAt(messages, index, changed))}
        />
      ))}
      <TokenView messages={messages} tools={record.tools} />
      <footer className={styles.foot}>
        <Button onClick={onDone}>{words.discard}</Button>
        <Button kind="primary" type="submit" disabled={!valid}>
          {words.save}
        </Button>
      </footer>
    </form>
  );
}
