import { ArrowDown, ArrowUp, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from '../../i18n';
import { Badge, Button, IconButton, Skeleton, Tabs, useActions } from '../../ui';
import { FailureBox } from '../project';
import { TokenView } from '../token-view';
import { Conversation } from './Conversation';
import { deleteWithUndo, moveWithUndo } from './changes';
import { FindingBox } from './FindingBox';
import { RecordForm } from './RecordForm';
import styles from './RecordInspector.module.css';
import { RecordJson } from './RecordJson';
import { useRecord } from './use-record';

type InspectorTab = 'conversation' | 'json' | 'tokens';

interface RecordInspectorProps {
  readonly projectId: string;
  readonly recordId: string;
  /** Changes when the record may have changed. */
  readonly revision: number;
  /** Walks the list behind it, by -1 or 1. */
  readonly onMove?: (delta: number) => void;
  readonly onClose: () => void;
}

/** One record: its conversation, JSON and tokens; edit, split, delete. */
export function RecordInspector({ projectId, recordId, revision, onMove, onClose }: RecordInspectorProps) {
  const { t, format } = useTranslation();
  const words = t.data.inspector;
  const [tab, setTab] = useState<InspectorTab>('conversation');
  const [editing, setEditing] = useState<string | null>(null);
  const { answer, failure } = useRecord(projectId, recordId, revision);
  const isEditing = editing === recordId;
  const section = t.shell.commands.sections.records;
  useActions([
    { id: 'data.edit', label: t.shell.keys.names['data.edit'], section, disabled: !answer, run: () => setEditing(recordId) },
    { id: 'data.close', label: words.close, section, hidden: true, run: onClose },
  ]);
  const errors = answer?.findings.filter((finding) => finding.severity === 'error').length ?? 0;
  const warnings = (answer?.findings.length ?? 0) - errors;

  return (
    <div className={styles.inspector} data-testid="inspector">
      <header className={styles.head}>
        <h2>{answer ? words.title(format.number(answer.position + 1)) : words.label}</h2>
        {errors > 0 ? <Badge tone="bad">{t.data.table.errors(errors)}</Badge> : null}
        {warnings > 0 ? <Badge tone="warning">{t.data.table.warnings(warnings)}</Badge> : null}
        <span className={styles.space} />
        {onMove ? (
          <>
            <IconButton small label={words.previous} onClick={() => onMove(-1)}>
              <ArrowUp size={15} aria-hidden />
            </IconButton>
            <IconButton small label={words.next} onClick={() => onMove(1)}>
              <ArrowDown size={15} aria-hidden />
            </IconButton>
          </>
        ) : null}
        <IconButton small label={words.close} onClick={onClose}>
          <X size={15} aria-hidden />
        </IconButton>
      </header>
      {failure ? <FailureBox failure={failure} /> : null}
      {!answer && !failure ? <Skeleton lines={6} /> : null}
      {answer && isEditing ? <RecordForm key={answer.record.id} record={answer.record} onDone={() => setEditing(null)} /> : null}
      {answer && !isEditing ? (
        <>
          <Tabs
            label={words.tabs.label}
            panelClassName={styles.panel}
            value={tab}
            items={[
              { id: 'conversation', label: words.tabs.conversation },
              { id: 'json', label: words.tabs.json },
              { id: 'tokens', label: words.tabs.tokens },
            ]}
            onChange={setTab}
          >
            {tab === 'conversation' ? (
              <>
                <Conversation messages={answer.record.messages} findings={answer.findings} />
                {answer.record.tools.length > 0 ? (
                  <p className={styles.tools}>
                    {words.toolList(answer.record.tools.length)}: {answer.record.tools.map((tool) => tool.name).join(', ')}
                  </p>
                ) : null}
                {answer.findings.map((finding) => (
                  <FindingBox
                    key={`${finding.check}-${finding.messageIndex}-${finding.callIndex}-${finding.code}`}
                    finding={finding}
                    source={answer.record.source}
                  />
                ))}
                <TokenView messages={answer.record.messages} tools={answer.record.tools} />
              </>
            ) : null}
            {tab === 'json' ? <RecordJson record={answer.record} /> : null}
            {tab === 'tokens' ? <TokenView full messages={answer.record.messages} tools={answer.record.tools} /> : null}
          </Tabs>
          <footer className={styles.foot}>
            <Button small onClick={() => setEditing(recordId)}>
              {words.edit}
            </Button>
            <Button small onClick={() => void moveWithUndo([recordId], answer.record.split === 'train' ? 'eval' : 'train', t)}>
              {answer.record.split === 'train' ? words.hold : words.train}
            </Button>
            <Button small kind="danger" onClick={() => void deleteWithUndo([recordId], t).then(onClose)}>
              {words.delete}
            </Button>
            <span className={styles.source}>{words.source(answer.record.source.file, format.number(answer.record.source.line))}</span>
          </footer>
        </>
      ) : null}
    </div>
  );
}
