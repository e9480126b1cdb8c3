// The line between the headless page and the program that started it: files of the recipe's folder come in, one JSON
// line per event goes out, results are streamed back. All below one random path of the page's own origin.

import * as z from 'zod/mini';
import { AppError, type Failure } from '../core/failure';
import type { Progress } from '../core/notice';
import type { TrainEvent } from '../worker/protocol';

export type Phase = 'import' | 'check' | 'model' | 'train' | 'evaluate' | 'ask' | 'export';

export type HeadlessEvent =
  | { readonly event: 'phase'; readonly phase: Phase; readonly state: 'started' }
  | { readonly event: 'phase'; readonly phase: Phase; readonly state: 'done'; readonly seconds: number; readonly note: string }
  | { readonly event: 'progress'; readonly phase: Phase; readonly progress: Progress; readonly note: string }
  | { readonly event: 'training'; readonly report: TrainEvent }
  | { readonly event: 'note'; readonly note: string }
  | { readonly event: 'failure'; readonly failure: Failure }
  | { readonly event: 'done' };

const networkChoice = z.object({ hub: z.string(), allowHosts: z.array(z.string()) });
export type NetworkChoice = z.infer<typeof networkChoice>;

export interface HeadlessChannel {
  /** What to run: the recipe's text, overrides applied, and the name of its file. */
  job(): Promise<{ readonly name: string; readonly recipeText: string }>;
  /** Address of the files of hubs that are kept between runs. */
  readonly cache: string;
  /** Which hub the recipe's model would be fetched from, and the hosts that the person named as allowed. */
  network(): Promise<NetworkChoice>;
  /** A file of the recipe's folder; `path` is relative to the recipe. Rejects with `not-found` or `bad-input`. */
  file(path: string): Promise<File>;
  /** Names of the files directly in a folder of the recipe's folder. */
  list(path: string): Promise<readonly string[]>;
  send(event: HeadlessEvent): void;
  /** Streams one result file back. */
  put(name: string, content: Blob): Promise<void>;
  /** Resolves when every event sent so far has arrived. */
  flush(): Promise<void>;
}

function encodePath(path: string): string {
  const segments = path.replaceAll('\\', '/').split('/');
  if (path.startsWith('/') || /^[a-z]:/i.test(path) || segments.includes('..')) {
    throw new AppError({
      code: 'bad-input',
      message: `"${path}" lies outside the folder of the recipe.`,
      remedy: 'Put the file below the folder of config.yaml and name it relative to it.',
    });
  }
  return segments
    .filter((segment) => segment !== '' && segment !== '.')
    .map(encodeURIComponent)
    .join('/');
}

/** @param base address below which everything happens, ending in a slash. */
export function createHeadlessChannel(base: string): HeadlessChannel {
  const address = (path: string) => new URL(path, base).href;
  const get = async (path: string, what: string) => {
    const response = await fetch(address(path));
    if (response.ok) return response;
    throw new AppError({
      code: 'not-found',
      message: `There is no ${what} beside the recipe.`,
      remedy: 'Paths in a recipe are relative to its own folder.',
    });
  };
  let sent: Promise<unknown> = Promise.resolve();
  return {
    cache: address('cache/'),
    async job() {
      const [recipe, name] = await Promise.all([get('recipe', 'recipe'), get('name', 'recipe')]);
      return { recipeText: await recipe.text(), name: (await name.text()).trim() };
    },
    async network() {
      return networkChoice.parse(await (await get('network', 'choice of a hub')).json());
    },
    async file(path) {
      const response = await get(`files/${encodePath(path)}`, path);
      return new File([await response.blob()], path.split('/').at(-1) ?? path);
    },
    async list(path) {
      const response = await get(`list/${encodePath(path)}`, `folder ${path}`);
      const names: unknown = await response.json();
      return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
    },
    send(event) {
      const body = JSON.stringify(event);
      // One after the other, so that lines arrive in order. A lost line must not stop the run.
      sent = sent.then(() => fetch(address('events'), { method: 'POST', body })).catch(() => undefined);
    },
    async put(name, content) {
      const response = await fetch(address(`out/${encodeURIComponent(name)}`), { method: 'PUT', body: content });
      if (!response.ok) throw new AppError({ code: 'storage', message: `${name} could not be written: ${(await response.text()).trim()}` });
    },
    async flush() {
      await sent;
    },
  };
}
