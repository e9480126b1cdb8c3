// How the data worker gets bytes from a hub: it asks the network frame, over a port. The worker's own policy does not let
// it reach any hub.

import { AppError } from '../../../core/failure';
import type { FrameReply, FrameRequest } from '../../../core/hub';

export interface HubResponse {
  readonly status: number;
  /** Body, part by part, as fast as the parts are read. Stopping early cancels the request. */
  readonly parts: AsyncIterable<Uint8Array>;
}

/** @param from first byte to send. @throws AppError `network` or `aborted`, as may reading the parts */
export type HubFetch = (url: string, from: number, signal: AbortSignal) => Promise<HubResponse>;

/** A connection that sends nothing for this long is given up, and tried again. Milliseconds. */
const SILENCE = 60_000;

export function networkFailure(
  reason: string,
  message: string,
  values: Readonly<Record<string, string | number>>,
  remedy?: string,
): AppError {
  return new AppError({ code: 'network', reason, message, values, ...(remedy === undefined ? {} : { remedy }) });
}

type ReplyOf<K extends FrameReply['kind']> = Extract<FrameReply, { kind: K }>;

function failureOf(url: string, { blocked, message }: Pick<ReplyOf<'failed'>, 'blocked' | 'message'>): AppError {
  const { host } = new URL(url);
  if (blocked) {
    return networkFailure(
      'hub_redirect',
      `${host} redirected this request to another host. It was stopped, because that host was not confirmed.`,
      { host },
      'Add that host where you enter the hub’s address. The hub’s documentation names it.',
    );
  }
  return networkFailure('hub_unreachable', `${host} did not answer, or the connection broke (${message}).`, { host });
}

/** Fetches through a network frame. @param port to the frame, used for one request at a time */
export function portFetch(port: MessagePort): HubFetch {
  let lastId = 0;
  const waiting = new Map<number, (reply: FrameReply) => void>();
  port.onmessage = ({ data }: MessageEvent<FrameReply>) => waiting.get(data.id)?.(data);

  return async (url, from, signal) => {
    const id = ++lastId;
    const ask = (request: FrameRequest): Promise<FrameReply> =>
      new Promise((resolve, reject) => {
        const end = () => {
          clearTimeout(timer);
          signal.removeEventListener('abort', stop);
          waiting.delete(id);
        };
        const give = (error: AppError) => {
          end();
          port.postMessage({ kind: 'cancel', id } satisfies FrameRequest);
          reject(error);
        };
        const stop = () => give(new AppError({ code: 'aborted', message: 'Stopped.' }));
        const timer = setTimeout(() => give(failureOf(url, { blocked: false, message: 'silence' })), SILENCE);
        if (signal.aborted) return stop();
        signal.addEventListener('abort', stop);
        waiting.set(id, (reply) => {
          end();
          if (reply.kind === 'failed') reject(failureOf(url, reply));
          else resolve(reply);
        });
        port.postMessage(request);
      });

    async function* parts(): AsyncGenerator<Uint8Array, void, undefined> {
      try {
        for (;;) {
          const reply = await ask({ kind: 'pull', id });
          if (reply.kind !== 'part') return;
          yield reply.bytes;
        }
      } finally {
        port.postMessage({ kind: 'cancel', id } satisfies FrameRequest);
      }
    }

    const head = await ask({ kind: 'get', id, url, from });
    return { status: head.kind === 'head' ? head.status : 0, parts: parts() };
  };
}
