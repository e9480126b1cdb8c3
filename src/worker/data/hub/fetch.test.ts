import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FrameReply, FrameRequest } from '../../../core/hub';
import { type HubFetch, portFetch } from './fetch';

const url = 'http://localhost:1/file';
let frame: MessagePort;
let port: MessagePort;
let fetch: HubFetch;
let asked: string[];
/** Answers for the frame. */
let answer: (request: FrameRequest) => Omit<FrameReply, 'id'> | null;

beforeEach(() => {
  const channel = new MessageChannel();
  frame = channel.port1;
  port = channel.port2;
  asked = [];
  frame.onmessage = ({ data }: MessageEvent<FrameRequest>) => {
    asked.push(data.kind);
    const reply = answer(data);
    if (reply) frame.postMessage({ ...reply, id: data.id });
  };
  fetch = portFetch(port);
});

afterEach(() => {
  frame.close();
  port.close();
});

/** Waits until posted messages have arrived. */
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));
/** Answers with three parts. */
const answerThreeParts = () => {
  let parts = 0;
  answer = ({ kind }) => {
    if (kind === 'get') return { kind: 'head', status: 200 };
    if (kind !== 'pull') return null;
    parts += 1;
    return parts > 3 ? { kind: 'end' } : { kind: 'part', bytes: new Uint8Array([parts]) };
  };
};

describe('portFetch', () => {
  test('each part arrives when it is read', async () => {
    answerThreeParts();
    const { status, parts } = await fetch(url, 0, new AbortController().signal);
    expect(status).toBe(200);
    await settle();
    expect(asked).toEqual(['get']);
    const found: number[] = [];
    for await (const part of parts) found.push(...part);
    expect(found).toEqual([1, 2, 3]);
  });

  test('stopping to read cancels the request', async () => {
    answerThreeParts();
    const { parts } = await fetch(url, 0, new AbortController().signal);
    for await (const _part of parts) break;
    await settle();
    expect(asked).toEqual(['get', 'pull', 'cancel']);
  });

  test('an abort cancels the request and rejects its promise', async () => {
    answer = () => null;
    const controller = new AbortController();
    const waiting = fetch(url, 0, controller.signal);
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ failure: { code: 'aborted' } });
    await settle();
    expect(asked).toEqual(['get', 'cancel']);
  });

  test('a redirect that the policy blocked and a hub that does not answer have different reasons', async () => {
    answer = () => ({ kind: 'failed', blocked: true, message: 'Failed to fetch' });
    await expect(fetch(url, 0, new AbortController().signal)).rejects.toMatchObject({ failure: { reason: 'hub_redirect' } });
    answer = () => ({ kind: 'failed', blocked: false, message: 'Failed to fetch' });
    await expect(fetch(url, 0, new AbortController().signal)).rejects.toMatchObject({ failure: { reason: 'hub_unreachable' } });
  });
});
