import { lastMembers, tryParseJson, writePython } from '../../core/json';
import type { Call, Message } from '../../core/record';
import { useTranslation } from '../../i18n';
import styles from './Conversation.module.css';

function Arguments({ call }: { readonly call: Call }) {
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
          <dt>{name}</dt>
          <dd>{writePython(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Calls as cards: name and arguments. */
export function CallCards({ calls }: { readonly calls: readonly Call[] }) {
  return calls.map((call, index) => (
    // Calls have no identity of their own; their order is it.
    <div key={`call-${String(index)}`} className={styles.call} data-testid="call-card">
      <div className={styles.name}>{call.name}</div>
      <Arguments call={call} />
    </div>
  ));
}

function Bubble({ message }: { readonly message: Message }) {
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
      <CallCards calls={calls} />
    </>
  );
}

/** The messages as bubbles, calls as cards. Row text is only ever text. */
export function Conversation({ messages }: { readonly messages: readonly Message[] }) {
  return (
    <div className={styles.conversation}>
      {messages.map((message, index) => (
        <Bubble key={`message-${String(index)}`} message={message} />
      ))}
    </div>
  );
}
