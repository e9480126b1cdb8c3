// Handlers as a test calls them: with an argument alone, and with options only where progress or a stop matters.

import { dataHandlers } from '../data/handlers';
import type { DataContext } from '../data/project/context';
import type { Job } from '../progress';
import type { Calls, DataCalls, TrainCalls } from '../protocol';
import type { Handlers } from '../rpc';
import type { TrainContext } from '../train/context';
import { trainHandlers } from '../train/handlers';

interface CallOptions<Event> {
  readonly onEvent?: (event: Event) => void;
  readonly signal?: AbortSignal;
}

export type TestCalls<C extends Calls> = {
  readonly [N in keyof C]: (arg: C[N]['arg'], options?: CallOptions<C[N]['event']>) => Promise<C[N]['result']>;
};

/** A job that nobody follows and nobody stops. */
export const quietJob: Job = { emit: () => undefined, signal: new AbortController().signal };

type AnyHandler = (arg: unknown, emit: (event: unknown) => void, signal: AbortSignal) => Promise<unknown>;

function callsOf<C extends Calls>(handlers: Handlers<C>): TestCalls<C> {
  const calls = Object.entries<AnyHandler>(handlers).map(([name, handler]) => [
    name,
    (arg: unknown, { onEvent = () => undefined, signal = new AbortController().signal }: CallOptions<unknown> = {}) =>
      handler(arg, onEvent, signal),
  ]);
  return Object.fromEntries(calls);
}

/** The calls of a page to its data worker. */
export function dataCalls(context: DataContext): TestCalls<DataCalls> {
  return callsOf(dataHandlers(context, { estimate: async () => ({}), persisted: async () => false }));
}

/** The calls of a page to its train worker. */
export function trainCalls(context: TrainContext): TestCalls<TrainCalls> {
  return callsOf(trainHandlers(context));
}
