// The phases of a headless run, each through the workers' own calls.

import { type ExportCheck, elementTypes, isWeightsKind, relativeDifference, type WeightsKind, weightsKind } from '../core/exports';
import { AppError } from '../core/failure';
import type { ToolCallScores } from '../core/metrics';
import { casesOf } from '../core/metrics';
import type { Progress } from '../core/notice';
import type { Recipe } from '../core/recipe';
import type { Split } from '../core/record';
import type { SourceReport } from '../core/source-report';
import { toolsFor } from '../core/tools';
import type { StepReport } from '../core/training';
import type { Workers } from '../worker/client';
import { exportWeights } from '../worker/export-weights';
import type { DatasetExportResult, ImportFile, ProjectView } from '../worker/protocol';
import type { HeadlessChannel, Phase } from './headless-channel';
import { callText, percent, type SampleAnswer } from './headless-report';

/** Room for the answer to one request, in tokens. */
const ANSWER_TOKENS = 128;
/** Characters of an answer in a phase's line. */
const SHOWN = 100;

/** Everything a phase needs. */
export interface HeadlessJob {
  readonly channel: HeadlessChannel;
  readonly workers: Workers;
  readonly recipe: Recipe;
  readonly seconds: Record<string, number>;
}

/** Runs one phase: says when it starts and ends, forwards its progress, measures it. */
export async function phase<T>(
  session: HeadlessJob,
  name: Phase,
  work: (onProgress: (progress: Progress, note?: string) => void) => Promise<{ value: T; note: string }>,
): Promise<T> {
  const started = performance.now();
  session.channel.send({ event: 'phase', phase: name, state: 'started' });
  const { value, note } = await work((progress, text = '') =>
    session.channel.send({ event: 'progress', phase: name, progress, note: text }),
  );
  const seconds = (performance.now() - started) / 1000;
  session.seconds[name] = Math.round(seconds * 1000) / 1000;
  session.channel.send({ event: 'phase', phase: name, state: 'done', seconds, note });
  return value;
}

function filesOf(channel: HeadlessChannel, paths: readonly string[]): Promise<ImportFile[]> {
  return Promise.all(paths.map(async (path) => ({ name: path, file: await channel.file(path) })));
}

/** A temporary project with the recipe's rows. */
export function importDataset(session: HeadlessJob, name: string): Promise<{ view: ProjectView; sources: readonly SourceReport[] }> {
  const { recipe, workers, channel } = session;
  const { files, eval_files: heldOut, tools } = recipe.dataset;
  return phase(session, 'import', async (onProgress) => {
    const { id: projectId } = await workers.data.call('createProject', { name });
    let view = await workers.data.call('setRecipe', { projectId, recipe });
    const reports: SourceReport[] = [];
    const take = async (paths: readonly string[], split?: Split) => {
      const arg = { projectId, files: await filesOf(channel, paths), ...(split ? { split } : {}) };
      const taken = await workers.data.call('importFiles', arg, { onEvent: (progress) => onProgress(progress) });
      reports.push(...taken.reports);
      view = taken.view;
    };
    await take(tools === undefined ? files : [tools, ...files], heldOut.length > 0 ? 'train' : undefined);
    if (heldOut.length > 0) await take(heldOut, 'eval');
    for (const { file, line, message, remedy } of reports.flatMap((report) => report.rejected)) {
      channel.send({ event: 'note', note: `${file}:${line} refused: ${message} ${remedy}` });
    }
    const note = `${view.records} rows taken, ${view.train} to train, ${view.eval} held out`;
    return { value: { view, sources: reports }, note };
  });
}

export function check(session: HeadlessJob, projectId: string): Promise<void> {
  return phase(session, 'check', async (onProgress) => {
    const report = await session.workers.data.call('check', { projectId }, { onEvent: (progress) => onProgress(progress) });
    if (report.errors > 0) {
      const first = report.findings.filter((finding) => finding.severity === 'error').slice(0, 5);
      throw new AppError({
        code: 'blocked',
        message: `${report.errors} errors stop training. ${first.map((finding) => finding.message).join(' ')}`,
        remedy: 'Repair the rows or take them out.',
      });
    }
    return { value: undefined, note: `0 errors, ${report.warnings} warnings` };
  });
}

export async function train(session: HeadlessJob, projectId: string) {
  const { workers, channel, seconds, recipe } = session;
  return phase(session, 'train', async (onProgress) => {
    const run = await workers.data.call('createRun', { projectId, recipe }, { onEvent: (progress) => onProgress(progress) });
    const steps: StepReport[] = [];
    const done = await workers.train.call(
      'train',
      { runId: run.id },
      {
        onEvent: (event) => {
          if (event.kind === 'step') steps.push(event.report);
          channel.send({ event: 'training', report: event });
          if (event.kind !== 'step') return;
          const { report, tokensPerSecond, secondsLeft } = event;
          const note = `loss ${report.loss.toFixed(3)}, ${Math.round(tokensPerSecond)} tokens/s`;
          onProgress({ phase: 'train', done: report.step, total: run.plan.steps, secondsLeft }, note);
        },
      },
    );
    seconds.training = done.seconds;
    if (done.state !== 'done' || !done.device) {
      throw new AppError({
        code: 'bug',
        message: `Training ended as "${done.state}" at step ${done.step}. ${done.cause?.message ?? done.failure ?? ''}`,
      });
    }
    const [first, last] = [steps[0]?.loss, steps.at(-1)?.loss];
    const note = `${done.step} steps, loss ${first?.toFixed(3) ?? '–'} → ${last?.toFixed(3) ?? '–'} on ${done.device.backend}`;
    return { value: { run: done, steps, device: done.device }, note };
  });
}

export function evaluate(session: HeadlessJob, runId: string): Promise<ToolCallScores> {
  return phase(session, 'evaluate', async (onProgress) => {
    const evaluation = await session.workers.train.call('evaluate', { runId }, { onEvent: (progress) => onProgress(progress) });
    const { base, tuned } = evaluation;
    return { value: evaluation, note: `exact calls ${percent(base.metrics.exact)} → ${percent(tuned.metrics.exact)}` };
  });
}

/** The first row's request, asked of both models: the row a person knows. */
export function askFirst(session: HeadlessJob, view: ProjectView, runId: string): Promise<readonly SampleAnswer[]> {
  return phase(session, 'ask', async (onProgress) => {
    const { data, train: trainer } = session.workers;
    const lines = (await data.call('records', { projectId: view.id, filter: { split: 'train' }, from: 0, count: 1 })).lines;
    const first = lines[0] ? await data.call('record', { projectId: view.id, id: lines[0].id }) : null;
    const asked = first ? casesOf(first.record)[0] : undefined;
    if (!first || !asked) return { value: [], note: 'the first row asks nothing' };
    const messages = first.record.messages.slice(0, asked.messageIndex);
    const request = lines[0]?.request ?? '';
    const tools = toolsFor(first.record, view.tools);
    const answer = await trainer.call(
      'ask',
      { runId, messages, tools, maxNewTokens: ANSWER_TOKENS, samplingSeed: null },
      { onEvent: (progress) => onProgress(progress) },
    );
    const sample = {
      request,
      kind: 'trained',
      expected: callText(asked.expected),
      before: answer.base.text,
      after: answer.tuned.text,
    };
    return { value: [sample], note: `${request} → ${answer.tuned.text.slice(0, SHOWN)}` };
  });
}

/** What a format could not hold, counted by kind. */
function lossNotes({ fileName, lost }: DatasetExportResult): string[] {
  const counts = new Map<string, number>();
  for (const { what } of lost) counts.set(what, (counts.get(what) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${fileName} cannot hold ${what} (${count} rows)`);
}

function checkNote(kind: WeightsKind, check: ExportCheck): string {
  const share = (100 * relativeDifference(check)).toPrecision(2);
  const same = `${check.sameNextToken} of ${check.positions}`;
  return `${kind}, ${check.dtype}: logits differ from the trained model's by at most ${share} %, the next token is the same at ${same} positions`;
}

export async function exportAll(session: HeadlessJob, view: ProjectView, runId: string) {
  const { recipe, workers, channel } = session;
  const splits: readonly Split[] = view.eval > 0 ? ['train', 'eval'] : ['train'];
  return phase(session, 'export', async (onProgress) => {
    const files: { name: string; bytes: number }[] = [];
    let check: ExportCheck | null = null;
    const put = async (name: string, blob: Blob) => {
      await channel.put(name, blob);
      files.push({ name, bytes: blob.size });
    };
    const options = { onEvent: (progress: Progress) => onProgress(progress) };
    for (const kind of recipe.export) {
      if (isWeightsKind(kind)) {
        if (weightsKind(kind).needsAdapter && recipe.train.method === 'full') {
          channel.send({ event: 'note', note: `${kind}: this run trained all weights, so there is none` });
          continue;
        }
        const exported = await exportWeights(workers, { runId, kind, dtype: elementTypes[recipe.export_dtype] }, options);
        if (exported.check) {
          check = exported.check;
          channel.send({ event: 'note', note: checkNote(kind, exported.check) });
        }
        for (const { fileName, blob } of exported.files) await put(fileName, blob);
        continue;
      }
      for (const split of splits) {
        const dataset = await workers.data.call('exportDataset', { projectId: view.id, format: kind, split }, options);
        for (const note of lossNotes(dataset)) channel.send({ event: 'note', note });
        await put(dataset.fileName, dataset.blob);
      }
    }
    return { value: { files, check }, note: files.map((file) => file.name).join(', ') || 'nothing asked for' };
  });
}
