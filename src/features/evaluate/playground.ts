// Asking both models one question.

import type { Message } from '../../core/record';
import { attempt, openProjectId, useProject, workers } from '../project';
import { type Asked, useEvaluateView } from './state';

/** Longest answer, in tokens. */
const MOST_NEW_TOKENS = 256;
/** Questions kept in the list. */
const KEPT = 20;

let lastId = 0;

function settle(id: number, answers: Asked['answers']): void {
  useEvaluateView.setState(({ asked }) => ({
    asked: answers ? asked.map((each) => (each.id === id ? { ...each, answers } : each)) : asked.filter((each) => each.id !== id),
  }));
}

/** Puts one request to the base and the trained model of the run; both answers join the list. */
export async function askBoth(runId: string, request: string, system: string): Promise<void> {
  const id = ++lastId;
  useEvaluateView.setState(({ asked }) => ({ asked: [...asked, { id, request, answers: null }].slice(-KEPT), request: '' }));
  const messages: Message[] = [
    ...(system.trim() === '' ? [] : [{ role: 'system' as const, content: system }]),
    { role: 'user', content: request },
  ];
  const tools = useProject.getState().view?.tools ?? [];
  // Each question draws anew, both models with the same random numbers.
  const samplingSeed = useEvaluateView.getState().asConfigured ? id : null;
  const question = { runId, messages, tools, maxNewTokens: MOST_NEW_TOKENS, samplingSeed };
  const answers = await attempt(async () => (await workers()).train.call('ask', question));
  settle(id, answers ?? null);
  // A failure gives the request back.
  if (!answers) useEvaluateView.setState((state) => ({ request: state.request || request }));
}

export interface Prompts {
  /** The system text the project's rows use; empty = none. */
  readonly system: string;
  /** A few held-out requests. */
  readonly examples: readonly string[];
}

const EXAMPLES = 4;

/** What the project's rows look like, so that a question can look like them. */
export async function loadPrompts(): Promise<Prompts> {
  const loaded = await attempt(async (): Promise<Prompts> => {
    const { data } = await workers();
    const projectId = openProjectId();
    const { lines } = await data.call('records', { projectId, filter: { split: 'eval' }, from: 0, count: EXAMPLES * 4 });
    const first = lines[0];
    const record = first ? (await data.call('record', { projectId, id: first.id })).record : null;
    const system = record?.messages.find((message) => message.role === 'system')?.content ?? '';
    const requests = lines.filter((line) => line.turns <= 3).map((line) => line.request);
    return { system, examples: [...new Set(requests)].filter(Boolean).slice(0, EXAMPLES) };
  });
  return loaded ?? { system: '', examples: [] };
}
