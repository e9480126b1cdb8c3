import { type ReactNode, useEffect, useRef, useState } from 'react';
import { fieldsOf, type SchemaField } from '../../core/builder';
import type { ToolSpec } from '../../core/record';
import { useTranslation } from '../../i18n';
import { Badge, Button, Card, EmptyState, showToast } from '../../ui';
import { ToolForm } from './ToolForm';
import styles from './ToolList.module.css';
import { deleteTool, saveTool } from './tool-changes';

/** `string`, `"a" | "b"`, `integer[]`. */
function typeOf({ kind, choices, item }: SchemaField): string {
  if (item) return item.kind === 'choice' ? `(${typeOf(item)})[]` : `${typeOf(item)}[]`;
  return kind === 'choice' ? choices.join(' | ') : kind;
}

function Parameters({ tool }: { readonly tool: ToolSpec }) {
  const { t } = useTranslation();
  const fields = fieldsOf(tool.parametersText);
  if (fields === null) return <code className={styles.source}>{tool.parametersText}</code>;
  if (fields.length === 0) return <p className={styles.soft}>{t.data.tools.noParameters}</p>;
  return (
    <dl className={styles.parameters}>
      {fields.map((field) => (
        <div key={field.name} className={styles.parameter}>
          <dt>
            <code>{field.name}</code>
          </dt>
          <dd>
            <span className={styles.soft}>{typeOf(field)}</span> {field.required ? <Badge>{t.data.tools.required}</Badge> : null}{' '}
            {field.description}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface ToolCardProps {
  readonly tool: ToolSpec;
  readonly onEdit: () => void;
}

function ToolCard({ tool, onEdit }: ToolCardProps) {
  const { t } = useTranslation();
  return (
    <Card
      testId="tool-card"
      title={<code className={styles.name}>{tool.name}</code>}
      extra={
        <span className={styles.cardButtons}>
          <Button small onClick={onEdit} data-opens={tool.name} aria-label={`${t.data.tools.edit}: ${tool.name}`}>
            {t.data.tools.edit}
          </Button>
          <Button small kind="danger" onClick={() => void deleteTool(tool.name, t)} aria-label={`${t.data.tools.delete}: ${tool.name}`}>
            {t.data.tools.delete}
          </Button>
        </span>
      }
    >
      <p>{tool.description}</p>
      <Parameters tool={tool} />
    </Card>
  );
}

interface ToolListProps {
  readonly tools: readonly ToolSpec[];
  /** Beside the button for a new tool. */
  readonly extra?: ReactNode;
}

/** The form had the focus: once it is closed, the button that opened it has it again. */
function useFocusAfter(editing: string | null) {
  const list = useRef<HTMLDivElement>(null);
  const before = useRef(editing);
  useEffect(() => {
    if (editing === null && before.current !== null) {
      const buttons = [...(list.current?.querySelectorAll<HTMLElement>('[data-opens]') ?? [])];
      buttons.find((button) => button.dataset['opens'] === before.current)?.focus();
    }
    before.current = editing;
  }, [editing]);
  return list;
}

/** The project's tools as cards, each with its editor. */
export function ToolList({ tools, extra }: ToolListProps) {
  const { t } = useTranslation();
  const words = t.data.tools;
  /** Name of the edited tool, '' = a new one, null = none. */
  const [editing, setEditing] = useState<string | null>(null);
  const list = useFocusAfter(editing);
  const save = async (tool: ToolSpec, replaces: string | null) => {
    if (!(await saveTool(tool, replaces, t))) return;
    setEditing(null);
    showToast({ text: t.data.done.tools });
  };
  if (tools.length === 0 && editing === null) {
    return (
      <EmptyState
        title={words.empty}
        actions={
          <>
            <Button onClick={() => setEditing('')}>{words.add}</Button>
            {extra}
          </>
        }
      >
        {words.emptyText}
      </EmptyState>
    );
  }
  return (
    <div ref={list} className={styles.list}>
      <div className={styles.cardButtons}>
        {editing === '' ? null : (
          <Button onClick={() => setEditing('')} data-opens="">
            {words.add}
          </Button>
        )}
        {extra}
      </div>
      {editing === '' ? (
        <Card title={words.add}>
          <ToolForm tools={tools} tool={null} onSave={(tool) => void save(tool, null)} onCancel={() => setEditing(null)} />
        </Card>
      ) : null}
      {tools.map((tool) =>
        editing === tool.name ? (
          <Card key={tool.name} title={<code className={styles.name}>{tool.name}</code>}>
            <ToolForm tools={tools} tool={tool} onSave={(changed) => void save(changed, tool.name)} onCancel={() => setEditing(null)} />
          </Card>
        ) : (
          <ToolCard key={tool.name} tool={tool} onEdit={() => setEditing(tool.name)} />
        ),
      )}
    </div>
  );
}
