import { expect, test } from 'vitest';
import { AppError } from '../core/failure';
import { connect, serve } from './rpc';

type TestCalls = {
  double: { arg: number; result: number; event: string };
  fail: { arg: null; result: null; event: never };
  function: { arg: null; result: () => void; event: never };
  wait: { arg: null; result: string; event: never };
};

function pair(ready: Promise<void> = Promise.resolve()) {
  const { port1, port2 } = new MessageChannel();
  serve<TestCalls>(
    port1,
    ready.then(() => ({
      double: async (value, emit) => {
        emit('half');
        return 2 * value;
      },
      fail: async () => {
        throw new AppError({ code: 'bad-input', message: 'wrong', remedy: 'do right', place: { file: 'a', line: 3 } });
      },
      function: async () => () => undefined,
      wait: (_arg, _emit, signal) => new Promise((resolve) => signal.addEventListener('abort', () => resolve('aborted'))),
    })),
  );
  port1.start();
  const remote = connect<TestCalls>(port2);
  port2.start();
  return { remote, close: () => port2.close() };
}

test('results, events and failures cross the channel, and failures keep code, place and remedy', async () => {
  const { remote, close } = pair();
  const events: string[] = [];
  expect(await remote.call('double', 4, { onEvent: (event) => events.push(event) })).toBe(8);
  expect(events).toEqual(['half']);
  const failure = { code: 'bad-input', message: 'wrong', remedy: 'do right', place: { file: 'a', line: 3 } };
  await expect(remote.call('fail', null)).rejects.toMatchObject({ failure });
  close();
});

test('a call fails when its result cannot be sent', async () => {
  const { remote, close } = pair();
  await expect(remote.call('function', null)).rejects.toThrow('could not be cloned');
  close();
});

test('an abort reaches the handler', async () => {
  const { remote, close } = pair();
  const controller = new AbortController();
  const call = remote.call('wait', null, { signal: controller.signal });
  setTimeout(() => controller.abort(), 5);
  expect(await call).toBe('aborted');
  close();
});

test('calls wait for handlers that are not ready, and fail when the handlers cannot be created', async () => {
  let open: () => void = () => undefined;
  const { remote, close } = pair(
    new Promise((resolve) => {
      open = resolve;
    }),
  );
  const call = remote.call('double', 1);
  open();
  expect(await call).toBe(2);
  close();
  const broken = pair(Promise.reject(new AppError({ code: 'storage', message: 'no database' })));
  await expect(broken.remote.call('double', 1)).rejects.toMatchObject({ failure: { code: 'storage' } });
  broken.close();
});

test('a closed channel rejects pending and later calls', async () => {
  const { remote, close } = pair();
  const pending = remote.call('wait', null);
  remote.close({ code: 'bug', message: 'the worker stopped' });
  await expect(pending).rejects.toThrow('the worker stopped');
  await expect(remote.call('double', 1)).rejects.toThrow('the worker stopped');
  close();
});
