// The network frame: the only place that reaches another host. It is a page of its own (scripts/vite/network-frame.mjs
// puts this text into it), framed with `sandbox="allow-scripts"`, so that the studio cannot use its fetch: it can only
// ask, over a port. What it may reach is set by the first message, as a policy, and cannot be widened afterwards; a
// redirect to any other host is stopped by that policy, before it is sent.
// Requests carry no cookies and no referrer, and `Origin: null`, since a sandboxed page has no origin.

import type { FrameReply, FrameRequest, OpenFrame } from '../core/hub/network-messages';

{
  /** Policies only add up: from here on both hold. */
  const restrict = (sources: string) => {
    const meta = document.createElement('meta');
    meta.httpEquiv = 'Content-Security-Policy';
    meta.content = `connect-src ${sources}`;
    document.head.append(meta);
  };

  /** Addresses whose request, or a redirect of it, the policy stopped. */
  const blocked = new Set<string>();
  document.addEventListener('securitypolicyviolation', ({ blockedURI }) => blocked.add(blockedURI));
  /** The violation is reported in a task of its own, about when the fetch fails. Milliseconds. */
  const VIOLATION_PATIENCE = 50;

  interface Running {
    readonly controller: AbortController;
    reader: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | null;
  }

  const serve = (port: MessagePort) => {
    const running = new Map<number, Running>();
    const send = (reply: FrameReply, transfer: Transferable[] = []) => port.postMessage(reply, transfer);

    const fail = async (id: number, url: string, error: unknown) => {
      if (!running.delete(id)) return;
      await new Promise((resolve) => setTimeout(resolve, VIOLATION_PATIENCE));
      send({ kind: 'failed', id, blocked: blocked.delete(url), message: error instanceof Error ? error.message : String(error) });
    };

    const get = async ({ id, url, from }: Extract<FrameRequest, { kind: 'get' }>) => {
      const entry: Running = { controller: new AbortController(), reader: null };
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
    // Framed without the sandbox, whoever framed it could use its fetch.
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
