// OpenAI pairs a call with its result by id; other formats pair them by order.

import type { Message } from '../record';

/** Ids `call_1`, `call_2`, … for calls without one; results without one take those of the open calls in order. */
export function withCallIds(messages: readonly Message[]): Message[] {
  const taken = new Set(messages.flatMap((message) => (message.calls ?? []).flatMap((call) => call.id ?? [])));
  let count = 0;
  const nextId = () => {
    do count++;
    while (taken.has(`call_${count}`));
    return `call_${count}`;
  };
  let open: string[] = [];
  return messages.map((message) => {
    if (message.calls !== undefined) {
      const calls = message.calls.map((call) => ({ ...call, id: call.id ?? nextId() }));
      open = [...open, ...calls.map((call) => call.id)];
      return { ...message, calls };
    }
    if (message.role !== 'tool') return message;
    const callId = message.callId ?? open[0];
    open = open.filter((id) => id !== callId);
    return callId === undefined ? message : { ...message, callId };
  });
}

/** Names of tool results that have none, taken from the calls they answer: by id, else by order. */
export function withResultNames(messages: readonly Message[]): Message[] {
  const names = new Map(withCallIds(messages).flatMap((message) => (message.calls ?? []).map((call) => [call.id, call.name])));
  const paired = withCallIds(messages);
  return messages.map((message, index) => {
    const name = message.role === 'tool' ? (message.name ?? names.get(paired[index]?.callId)) : undefined;
    return name === undefined ? message : { ...message, name };
  });
}
