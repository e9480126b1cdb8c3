// Pairs calls with their results. OpenAI pairs them by id, other formats by order.

import type { Message } from '../record';

/** Gives calls without an id `call_1`, `call_2`, …, and results without an id those of the unanswered calls, in order. */
export function withCallIds(messages: readonly Message[]): Message[] {
  const used = new Set(messages.flatMap((message) => (message.calls ?? []).flatMap((call) => call.id ?? [])));
  let count = 0;
  const nextId = () => {
    do count++;
    while (used.has(`call_${count}`));
    return `call_${count}`;
  };
  let unanswered: string[] = [];
  return messages.map((message) => {
    if (message.calls !== undefined) {
      const calls = message.calls.map((call) => ({ ...call, id: call.id ?? nextId() }));
      unanswered = [...unanswered, ...calls.map((call) => call.id)];
      return { ...message, calls };
    }
    if (message.role !== 'tool') return message;
    const callId = message.callId ?? unanswered[0];
    unanswered = unanswered.filter((id) => id !== callId);
    return callId === undefined ? message : { ...message, callId };
  });
}

/** Gives tool results without a name that of the call they answer, found by id, else by order. */
export function withResultNames(messages: readonly Message[]): Message[] {
  const paired = withCallIds(messages);
  const names = new Map(paired.flatMap((message) => (message.calls ?? []).map((call) => [call.id, call.name])));
  return messages.map((message, index) => {
    const name = message.role === 'tool' ? (message.name ?? names.get(paired[index]?.callId)) : undefined;
    return name === undefined ? message : { ...message, name };
  });
}
