import { type FormEvent, useMemo, useState } from 'react';
import { argumentsOf, fieldsOf, wrongFields } from '../../core/builder';
import type { ToolSpec } from '../../core/record';
import { useTranslation } from '../../i18n';
import { Button, Dialog, Select, showToast, TextArea, TextField } from '../../ui';
import { addRecords, useProject } from '../project';
import styles from './AddExample.module.css';
import { ArgumentFields } from './ArgumentFields';
import { argumentsProblem } from './draft';
import { answerText, buildExample, type ExampleDraft, previewLine } from './example';
import { submitOnModEnter } from './submit';
import { ToolForm } from './ToolForm';
import { saveTool } from './tool-changes';

/** The sample's system text. */
const SYSTEM = '你是一个可以调用工具的智能助手';

const NO_TOOL = '';

interface ExampleFormProps {
  readonly tools: readonly ToolSpec[];
  readonly onClose: () => void;
}

function useExample(tools: readonly ToolSpec[]) {
  const [system, setSystem] = useState(SYSTEM);
  const [request, setRequest] = useState('');
  const [toolName, setToolName] = useState(tools[0]?.name ?? NO_TOOL);
  const [texts, setTexts] = useState<Readonly<Record<string, string>>>({});
  const [rawJson, setRawJson] = useState<string | null>(null);
  const [answer, setAnswer] = useState('');
  const tool = tools.find((candidate) => candidate.name === toolName);
  const fields = useMemo(() => (tool ? fieldsOf(tool.parametersText) : []), [tool]);
  const byJson = rawJson !== null || fields === null;
  const argumentsText = byJson ? (rawJson ?? '{}') : argumentsOf(fields, texts);
  const wrong = byJson ? [] : wrongFields(fields, texts);
  const draft: ExampleDraft = { system, request, tool: tool?.name ?? null, argumentsText, answer };
  const complete = request.trim() !== '' && (tool ? argumentsProblem(argumentsText) === null && wrong.length === 0 : answer.trim() !== '');
  return {
    draft,
    complete,
    fields: fields ?? [],
    texts,
    wrong,
    byJson,
    onSystem: setSystem,
    onRequest: setRequest,
    onAnswer: setAnswer,
    onTool: (name: string) => {
      setToolName(name);
      setTexts({});
      setRawJson(null);
    },
    onText: (name: string, text: string) => setTexts({ ...texts, [name]: text }),
    onJson: setRawJson,
    clear: () => {
      setRequest('');
      setTexts({});
      setRawJson(null);
      setAnswer('');
    },
  };
}

function ExampleForm({ tools, onClose }: ExampleFormProps) {
  const { t } = useTranslation();
  const words = t.data.example;
  const example = useExample(tools);
  const { draft, complete } = example;
  const preview = complete ? previewLine(draft, tools) : '';

  const add = async (another: boolean) => {
    if (!complete) return;
    const ids = await addRecords([buildExample(draft)]);
    if (!ids) return;
    showToast({ text: t.data.done.added });
    if (another) example.clear();
    else onClose();
  };

  return (
    <Dialog
      wide
      title={words.title}
      onClose={onClose}
      testId="add-example"
      footer={
        <>
          <Button onClick={onClose}>{t.shell.cancel}</Button>
          <Button disabled={!complete} onClick={() => void add(true)}>
            {words.addAnother}
          </Button>
          <Button kind="primary" type="submit" form="add-example" disabled={!complete}>
            {words.add}
          </Button>
        </>
      }
    >
      <form
        id="add-example"
        className={styles.form}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void add(false);
        }}
        onKeyDown={(event) => submitOnModEnter(event, () => void add(false))}
      >
        <TextArea
          data-autofocus
          rows={2}
          label={words.request}
          help={words.requestHelp}
          value={draft.request}
          onChange={example.onRequest}
        />
        <Select
          label={words.tool}
          value={draft.tool ?? NO_TOOL}
          options={[...tools.map((tool) => ({ value: tool.name, label: tool.name })), { value: NO_TOOL, label: words.noTool }]}
          onChange={example.onTool}
        />
        {draft.tool === null ? (
          <TextArea rows={2} label={words.answer} value={draft.answer} onChange={example.onAnswer} />
        ) : (
          <ArgumentFields
            fields={example.fields}
            texts={example.texts}
            wrong={example.wrong}
            json={example.byJson ? draft.argumentsText : null}
            onText={example.onText}
            onJson={(json) => example.onJson(json)}
            startJson={draft.argumentsText}
          />
        )}
        <details className={styles.more}>
          <summary>{words.system}</summary>
          <TextField label={words.system} value={draft.system} onChange={example.onSystem} />
        </details>
        <div className={styles.preview}>
          <h3>{words.preview}</h3>
          {complete ? <pre className={styles.answer}>{answerText(draft)}</pre> : null}
          <pre className={styles.line} data-testid="example-preview">
            {preview === '' ? '–' : preview}
          </pre>
        </div>
      </form>
    </Dialog>
  );
}

/** A new example by form. Without a tool in the project, the tool comes first. */
export function AddExample({ onClose }: { readonly onClose: () => void }) {
  const { t } = useTranslation();
  const tools = useProject((state) => state.view?.tools ?? null);
  if (tools && tools.length > 0) return <ExampleForm tools={tools} onClose={onClose} />;
  return (
    <Dialog title={t.data.example.describeFirst} onClose={onClose} testId="add-example">
      <p className={styles.note}>{t.data.example.needTool}</p>
      <ToolForm tools={[]} tool={null} onSave={(tool) => void saveTool(tool, null, t)} onCancel={onClose} />
    </Dialog>
  );
}
