// Calls over a MessagePort-like channel. Errors cross it as Failures. Every pending call is rejected when the channel closes.

import { AppError, type Failure, toFailure } from '../core/failure';
import type { Calls } from './protocol';

/** What a Worker, a worker's global scope and a MessagePort have in common. */
export interface Channel {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}

export type Handlers<C extends Calls> = {
  [N in keyof C]: (arg: C[N]['arg'], emit: (event: C[N]['event']) => void, signal: AbortSignal) => Promise<C[N]['result']>;
};

interface CallOptions<Event> {
  readonly onEvent?: (event: Event) => void;
  readonly signal?: AbortSignal;
  readonly transfer?: Transferable[];
}

export interface Remote<C extends Calls> {
  call<N extends keyof C & string>(name: N, arg: C[N]['arg'], options?: CallOptions<C[N]['event']>): Promise<C[N]['result']>;
  /** Rejects all pending and all later calls. */
  close(failure: Failure): void;
}

type Wire =
  | { readonly rpc: 'call'; readonly id: number; readonly name: string; readonly arg: unknown }
  | { readonly rpc: 'abort'; readonly id: number }
  | { readonly rpc: 'event'; readonly id: number; readonly event: unknown }
  | { readonly rpc: 'result'; readonly id: number; readonly result: unknown }
  | { readonly rpc: 'failure'; readonly id: number; readonly failure: Failure };

function isWire(data: unknown): data is Wire {
  return typeof data === 'object' && data !== null && 'rpc' in data && 'id' in data && typeof data.id === 'number';
}

/**
 * Answers the calls that arrive on the channel. Calls that arrive before the handlers are ready wait for them.
 * @param explain turns what a handler throws into a Failure
 */
export function serve<C extends Calls>(
  channel: Channel,
  handlers: Handlers<C> | Promise<Handlers<C>>,
  explain: (error: unknown) => Failure = toFailure,
): void {
  const running = new Map<number, AbortController>();
  const ready = Promise.resolve(handlers);
  // If the handlers cannot be created, every call fails with the reason. Without calls, there is nobody to report it to.
  ready.catch(() => undefined);
  channel.addEventListener('message', (message) => {
    const wire: unknown = message.data;
    if (!isWire(wire)) return;
    if (wire.rpc === 'abort') running.get(wire.id)?.abort();
    if (wire.rpc !== 'call') return;
    const { id, name, arg } = wire;
    const send = (reply: Wire) => channel.postMessage(reply, []);
    const controller = new AbortController();
    running.set(id, controller);
    ready
      .then((known) => {
        const handler = Object.hasOwn(known, name) ? known[name] : undefined;
        if (!handler) throw new AppError({ code: 'bug', message: `This worker has no call "${name}".` });
        return handler(arg, (event) => send({ rpc: 'event', id, event }), controller.signal);
      })
      .then((result) => send({ rpc: 'result', id, result }))
      // Also reached when the result cannot be sent, so that every call ends.
      .catch((error: unknown) => send({ rpc: 'failure', id, failure: explain(error) }))
      .finally(() => running.delete(id));
  });
}

/** Makes calls on the channel. The caller starts a MessagePort (`port.start()`). */
export function connect<C extends Calls>(channel: Channel): Remote<C> {
  interface Pending {
    readonly resolve: (result: unknown) => void;
    readonly reject: (error: AppError) => void;
    readonly onEvent: ((event: unknown) => void) | undefined;
  }
  const pending = new Map<number, Pending>();
  let lastId = 0;
  let closed: Failure | null = null;
  channel.addEventListener('message', (message) => {
    const wire: unknown = message.data;
    if (!isWire(wire)) return;
    const call = pending.get(wire.id);
    if (!call) return;
    if (wire.rpc === 'event') return call.onEvent?.(wire.event);
    pending.delete(wire.id);
    if (wire.rpc === 'result') call.resolve(wire.result);
    if (wire.rpc === 'failure') call.reject(new AppError(wire.failure));
  });
  return {
    call: (name, arg, { onEvent, signal, transfer = [] } = {}) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new AppError(closed));
        const id = ++lastId;
        // Handlers<C> and Remote<C> agree on the event's type, because both ends are built from one map.
        pending.set(id, { resolve, reject, onEvent: onEvent as ((event: unknown) => void) | undefined });
        signal?.addEventListener('abort', () => channel.postMessage({ rpc: 'abort', id } satisfies Wire, []), { once: true });
        channel.postMessage({ rpc: 'call', id, name, arg } satisfies Wire, transfer);
      }),
    close(failure) {
      closed = failure;
      for (const call of pending.values()) call.reject(new AppError(failure));
      pending.clear();
    },
  };
}
