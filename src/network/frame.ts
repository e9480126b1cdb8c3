// The network frame: the only code that reaches another host. It runs in a page of its own (scripts/vite/network-frame.mjs
// inlines this file), framed with `sandbox="allow-scripts"`. So the studio cannot use its fetch; it can only send requests
// over a port. The first message sets the hosts that the frame may reach, as a policy that cannot be widened afterwards.
// That policy also stops a redirect to any other host before it is sent.
// Requests carry no cookies and no referrer, and `Origin: null`, since a sandboxed page has no origin.

import type { FrameReply, FrameRequest, OpenFrame } from '../core/hub/network-messages';

{
  /** Adds a policy to those of the page. A request must satisfy all of them. */
  const restrict = (sources: string) => {
    const meta = document.createElement('meta');
    meta.httpEquiv = 'Content-Security-Policy';
    meta.content = `connect-src ${sources}`;
    document.head.append(meta);
  };

  /** Addresses of requests that the policy stopped, including those stopped at a redirect. */
  const blocked = new Set<string>();
  document.addEventListener('securitypolicyviolation', ({ blockedURI }) => blocked.add(blockedURI));
  /** Milliseconds to wait for the report of a violation, which arrives in its own task around the time the fetch fails. */
  const VIOLATION_DELAY = 50;

  interface RunningRequest {
    readonly controller: AbortController;
    reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | null;
  }

  const serve = (port: MessagePort) => {
    const running = new Map<number, RunningRequest>();
    const send = (reply: FrameReply, transfer: Transferable[] = []) => port.postMessage(reply, transfer);

    const fail = async (id: number, url: string, error: unknown) => {
      if (!running.delete(id)) return;
      await new Promise((resolve) => setTimeout(resolve, VIOLATION_DELAY));
      send({ kind: 'failed', id, blocked: blocked.delete(url), message: error instanceof Error ? error.message : String(error) });
    };

    const get = async ({ id, url, from }: Extract<FrameRequest, { kind: 'get' }>) => {
      const entry: RunningRequest = { controller: new AbortController(), reader: null };
      running.set(id, entry);
      try {
        const response = await fetch(url, {
          headers: from > 0 ? { Range: `bytes=${from}-` } : {},
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
          cache: 'no-store',
          signal: entry.controller.signal,
        });
        entry.reader = response.body?.getReader() ?? null;
        send({ kind: 'head', id, status: response.status });
      } catch (error) {
        await fail(id, url, error);
      }
    };

    const pull = async (id: number) => {
      const entry = running.get(id);
      if (!entry) return;
      try {
        const part = await entry.reader?.read();
        if (part?.value) return send({ kind: 'part', id, bytes: part.value }, [part.value.buffer]);
        running.delete(id);
        send({ kind: 'end', id });
      } catch (error) {
        await fail(id, '', error);
      }
    };

    port.onmessage = ({ data }: MessageEvent<FrameRequest>) => {
      if (data.kind === 'get') void get(data);
      if (data.kind === 'pull') void pull(data.id);
      if (data.kind === 'cancel') {
        running.get(data.id)?.controller.abort();
        running.delete(data.id);
      }
    };
  };

  if (window.origin !== 'null') {
    // Without the sandbox, the embedding page could use this page's fetch.
    restrict("'none'");
  } else {
    addEventListener('message', ({ source, data, ports }: MessageEvent<OpenFrame>) => {
      const [port] = ports;
      if (source !== parent || data.kind !== 'open' || !port) return;
      restrict(data.sources.join(' '));
      serve(port);
    });
  }
}
