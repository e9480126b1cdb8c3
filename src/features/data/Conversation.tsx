import type { Finding } from '../../core/checks';
import { lastMembers, tryParseJson, writePython } from '../../core/json';
import type { Call, Message } from '../../core/record';
import { useTranslation } from '../../i18n';
import styles from './Conversation.module.css';

/** Names of arguments that a check complains of. */
type Marked = ReadonlySet<string>;

const NOTHING_MARKED: Marked = new Set();

function Arguments({ call, marked }: { readonly call: Call; readonly marked: Marked }) {
  const { t } = useTranslation();
  const node = tryParseJson(call.argumentsText);
  if (node?.kind !== 'object') {
    return (
      <div className={styles.unreadable}>
        {t.data.inspector.unreadable} <code>{call.argumentsText}</code>
      </div>
    );
  }
  const members = [...lastMembers(node)];
  if (members.length === 0) return <div className={styles.soft}>{t.data.inspector.noArguments}</div>;
  return (
    <dl className={styles.arguments}>
      {members.map(([name, value]) => (
        <div key={name} className={styles.argument}>
          <dt className={marked.has(name) ? styles.marked : undefined}>{name}</dt>
          <dd>{writePython(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

interface CallCardsProps {
  readonly calls: readonly Call[];
  readonly markedIn?: (callIndex: number) => Marked;
}

/** Calls as cards: name and arguments. */
export function CallCards({ calls, markedIn = () => NOTHING_MARKED }: CallCardsProps) {
  return calls.map((call, index) => (
    // Calls have no identity of their own; their order is it.
    <div key={`call-${String(index)}`} className={styles.call} data-testid="call-card">
      <div className={styles.name}>{call.name}</div>
      <Arguments call={call} marked={markedIn(index)} />
    </div>
  ));
}

interface BubbleProps {
  readonly message: Message;
  readonly markedIn: (callIndex: number) => Marked;
}

function Bubble({ message, markedIn }: BubbleProps) {
  const { t } = useTranslation();
  const calls = message.calls ?? [];
  const text = message.content ?? '';
  const role = t.data.inspector.roles[message.role];
  return (
    <>
      {message.reasoning ? (
        <div className={styles.bubble}>
          <div className={styles.role}>
            {role} · {t.data.inspector.reasoning}
          </div>
          <div className={styles.text}>{message.reasoning}</div>
        </div>
      ) : null}
      {text !== '' || calls.length === 0 ? (
        <div className={styles.bubble}>
          <div className={styles.role}>
            {role}
            {message.name ? ` · ${message.name}` : ''}
          </div>
          <div className={styles.text}>{text === '' ? <span className={styles.soft}>{t.data.inspector.empty}</span> : text}</div>
        </div>
      ) : null}
      <CallCards calls={calls} markedIn={markedIn} />
    </>
  );
}

interface ConversationProps {
  readonly messages: readonly Message[];
  /** Arguments they name are marked. */
  readonly findings?: readonly Finding[];
}

/** The messages as bubbles, calls as cards. Row text is only ever text. */
export function Conversation({ messages, findings = [] }: ConversationProps) {
  const markedIn = (message: number, call: number): Marked =>
    new Set(
      findings
        .filter((finding) => finding.messageIndex === message && finding.callIndex === call)
        .map((finding) => String(finding.values['parameter'] ?? '')),
    );
  return (
    <div className={styles.conversation}>
      {messages.map((message, index) => (
        <Bubble key={`message-${String(index)}`} message={message} markedIn={(call) => markedIn(index, call)} />
      ))}
    </div>
  );
}
