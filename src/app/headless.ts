// The page without a person: it runs one recipe from a local server through the same workers as the studio, and
// reports as it goes. Started by scripts/headless.mjs with `?headless=<path>`.

import { AppError, toFailure } from '../core/failure';
import { casesOf } from '../core/metrics';
import { parseRecipe } from '../core/recipe';
import type { Recipe } from '../core/recipe/recipe';
import type { Evaluation, Progress, SourceReport } from '../core/report';
import type { StepReport } from '../core/training';
import { startWorkers, type Workers } from '../worker/client';
import type { DatasetExport, ImportFile, ModelSummary, ProjectView } from '../worker/protocol';
import { type HeadlessChannel, openHeadlessChannel, type Phase } from './headless-channel';
import { buildReport, callText, percent, type SampleAnswer, typicalCases } from './headless-report';

const REQUEST_OF_SAMPLE_TOKENS = 256;

/** Everything a phase needs. */
interface Session {
  readonly channel: HeadlessChannel;
  readonly workers: Workers;
  readonly recipe: Recipe;
  readonly seconds: Record<string, number>;
}

/** Runs one phase: says when it starts and ends, forwards its progress, measures it. */
async function phase<T>(
  session: Session,
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

async function importFiles({ channel, recipe }: Session, paths: readonly string[]): Promise<ImportFile[]> {
  const tools = recipe.dataset.tools;
  const wanted = tools === undefined || paths.length === 0 ? paths : [tools, ...paths];
  return Promise.all(wanted.map(async (path) => ({ name: path, file: await channel.file(path) })));
}

/** A temporary project with the recipe's rows. */
function importDataset(session: Session, name: string): Promise<{ view: ProjectView; sources: readonly SourceReport[] }> {
  const { recipe, workers, channel } = session;
  return phase(session, 'import', async (onProgress) => {
    const created = await workers.data.call('createProject', { name });
    await workers.data.call('openProject', { projectId: created.id });
    await workers.data.call('setRecipe', { projectId: created.id, recipe });
    const heldOut = recipe.dataset.eval_files;
    const options = { onEvent: (progress: Progress) => onProgress(progress) };
    const rows = await workers.data.call(
      'importFiles',
      {
        projectId: created.id,
        files: await importFiles(session, recipe.dataset.files),
        ...(heldOut.length > 0 ? { split: 'train' as const } : {}),
      },
      options,
    );
    const reports = [...rows.reports];
    let view = rows.view;
    if (heldOut.length > 0) {
      const files = await Promise.all(heldOut.map(async (path) => ({ name: path, file: await channel.file(path) })));
      const added = await workers.data.call('importFiles', { projectId: created.id, files, split: 'eval' }, options);
      reports.push(...added.reports);
      view = added.view;
    }
    for (const report of reports) {
      for (const refusal of report.refusals) {
        channel.send({ event: 'note', note: `${refusal.file}:${refusal.line} refused: ${refusal.message} ${refusal.remedy}` });
      }
    }
    const read = reports.reduce((total, report) => total + report.read, 0);
    const note = `${view.records} of ${read} rows taken, ${view.train} to train, ${view.eval} held out`;
    return { value: { view, sources: reports }, note };
  });
}

function check(session: Session, projectId: string): Promise<void> {
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

const MODEL_FILE = /\.(json|safetensors|jinja|txt)$/;

function openModel(session: Session): Promise<ModelSummary> {
  return phase(session, 'model', async (onProgress) => {
    const { recipe, workers, channel } = session;
    const source = recipe.model;
    if ('hub' in source) {
      throw new AppError({
        code: 'unsupported',
        message: `The headless runner makes no connection to a hub, so it cannot fetch ${source.hub}.`,
        remedy: 'Download the model into a folder beside the recipe and write model: { folder: … }.',
      });
    }
    if ('source' in source) {
      const models = await workers.data.call('listModels', null);
      const starter = models.find((model) => model.id === source.source);
      if (!starter) throw new AppError({ code: 'bug', message: `The build holds no model "${source.source}".` });
      return { value: starter, note: `${starter.name}, ${starter.parameters.toLocaleString('en')} parameters` };
    }
    const names = (await channel.list(source.folder)).filter((name) => MODEL_FILE.test(name));
    const files = await Promise.all(names.map(async (name) => ({ name, file: await channel.file(`${source.folder}/${name}`) })));
    const model = await workers.data.call('addModel', { files }, { onEvent: (progress) => onProgress(progress) });
    return { value: model, note: `${model.name}, ${model.parameters.toLocaleString('en')} parameters` };
  });
}

async function train(session: Session, projectId: string, model: ModelSummary) {
  const { workers, channel, seconds } = session;
  // A run names its model by what the recipe says; a folder that was read above is known by its id from here on.
  const recipe: Recipe = 'source' in session.recipe.model ? session.recipe : { ...session.recipe, model: { folder: model.id } };
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
      throw new AppError({ code: 'bug', message: `Training ended as "${done.state}" at step ${done.step}. ${done.failure ?? ''}` });
    }
    const [first, last] = [steps[0]?.loss, steps.at(-1)?.loss];
    const note = `${done.step} steps, loss ${first?.toFixed(3) ?? '–'} → ${last?.toFixed(3) ?? '–'} on ${done.device.backend}`;
    return { value: { run: done, steps, device: done.device }, note };
  });
}

function evaluate(session: Session, runId: string): Promise<Evaluation> {
  return phase(session, 'evaluate', async (onProgress) => {
    const evaluation = await session.workers.train.call('evaluate', { runId }, { onEvent: (progress) => onProgress(progress) });
    const { base, tuned } = evaluation;
    return { value: evaluation, note: `exact calls ${percent(base.metrics.exact)} → ${percent(tuned.metrics.exact)}` };
  });
}

/** The first row's request, asked of both models: the row a person knows. */
function askFirst(session: Session, view: ProjectView, runId: string): Promise<readonly SampleAnswer[]> {
  return phase(session, 'ask', async (onProgress) => {
    const { data, train: trainer } = session.workers;
    const lines = (await data.call('records', { projectId: view.id, filter: { split: 'train' }, from: 0, count: 1 })).lines;
    const first = lines[0] ? await data.call('record', { projectId: view.id, id: lines[0].id }) : null;
    const asked = first ? casesOf(first.record)[0] : undefined;
    if (!first || !asked) return { value: [], note: 'the first row asks nothing' };
    const messages = first.record.messages.slice(0, asked.messageIndex);
    const request = lines[0]?.request ?? '';
    const tools = first.record.tools.length > 0 ? first.record.tools : view.tools;
    const answer = await trainer.call(
      'ask',
      { runId, messages, tools, maxNewTokens: REQUEST_OF_SAMPLE_TOKENS },
      { onEvent: (progress) => onProgress(progress) },
    );
    const sample = {
      request,
      kind: 'trained',
      expected: callText(asked.expected),
      before: answer.base.text,
      after: answer.tuned.text,
    };
    return { value: [sample], note: `${request} → ${answer.tuned.text}` };
  });
}

async function exportAll(session: Session, projectId: string, runId: string) {
  const { recipe, workers, channel } = session;
  return phase(session, 'export', async (onProgress) => {
    const files: { name: string; bytes: number }[] = [];
    const put = async (name: string, blob: Blob) => {
      await channel.put(name, blob);
      files.push({ name, bytes: blob.size });
    };
    const options = { onEvent: (progress: Progress) => onProgress(progress) };
    for (const kind of recipe.export) {
      if (kind === 'merged') {
        const model = await workers.data.call('exportModel', { runId }, options);
        await put(model.fileName, model.blob);
      } else {
        const format: DatasetExport = kind;
        const dataset = await workers.data.call('exportDataset', { projectId, format, split: 'train' }, options);
        for (const { recordId, what } of dataset.lost)
          channel.send({ event: 'note', note: `${dataset.fileName}: ${recordId} lost ${what}` });
        await put(dataset.fileName, dataset.blob);
      }
    }
    return { value: files, note: files.map((file) => file.name).join(', ') || 'nothing asked for' };
  });
}

async function runAll(channel: HeadlessChannel): Promise<void> {
  const { recipeText, name } = await channel.job();
  const { recipe, ignored } = parseRecipe(recipeText);
  if (ignored.length > 0) channel.send({ event: 'note', note: `settings that mean nothing here: ${ignored.join(', ')}` });
  const workers = await startWorkers(document.baseURI);
  const session: Session = { channel, workers, recipe, seconds: {} };
  const { view, sources } = await importDataset(session, name);
  await check(session, view.id);
  const model = await openModel(session);
  const { run, steps, device } = await train(session, view.id, model);
  const evaluation = view.eval > 0 ? await evaluate(session, run.id) : null;
  const asked = await askFirst(session, view, run.id);
  const files = await exportAll(session, view.id, run.id);
  const report = buildReport({
    recipe,
    ignored,
    model,
    device,
    sources,
    split: { train: view.train, eval: view.eval },
    run,
    steps,
    evaluation,
    samples: [...asked, ...(evaluation ? typicalCases(evaluation) : [])],
    seconds: session.seconds,
    files,
  });
  await channel.put('report.json', new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' }));
}

/** @param path where the local server listens for this run, from the root of its origin. */
export async function runHeadless(path: string): Promise<void> {
  const channel = openHeadlessChannel(new URL(path.endsWith('/') ? path : `${path}/`, document.baseURI).href);
  document.body.textContent = 'ToolTune runs a recipe for a program; this page may stay as it is.';
  try {
    await runAll(channel);
    channel.send({ event: 'done' });
  } catch (error) {
    channel.send({ event: 'failure', failure: toFailure(error) });
  }
  await channel.flush();
}
