// The page without a person: it runs one recipe from a local server through the same workers as the studio, and
// reports as it goes. Started by scripts/headless.mjs with `?headless=<path>`.

import { toFailure } from '../core/failure';
import { parseRecipe } from '../core/recipe';
import { startWorkers } from '../worker/client';
import { createHeadlessChannel, type HeadlessChannel } from './headless-channel';
import { openModel, withOpened } from './headless-model';
import { buildReport, typicalCases } from './headless-report';
import { askFirst, check, evaluate, exportAll, type HeadlessJob, importDataset, train } from './headless-steps';

async function runAll(channel: HeadlessChannel): Promise<void> {
  const { recipeText, name } = await channel.job();
  const { recipe, ignored } = parseRecipe(recipeText);
  if (ignored.length > 0) channel.send({ event: 'note', note: `settings that mean nothing here: ${ignored.join(', ')}` });
  const workers = startWorkers(document.baseURI);
  const asWritten: HeadlessJob = { channel, workers, recipe, seconds: {} };
  const opened = await openModel(asWritten);
  const session: HeadlessJob = { ...asWritten, recipe: withOpened(recipe, opened) };
  const { view, sources } = await importDataset(session, name);
  await check(session, view.id);
  const { run, steps, device } = await train(session, view.id);
  const evaluation = view.eval > 0 ? await evaluate(session, run.id) : null;
  const asked = await askFirst(session, view, run.id);
  const { files, check: exportCheck } = await exportAll(session, view, run.id);
  const report = buildReport({
    // An adapter that the run went on with decided some of it.
    recipe: { ...recipe, lora: run.recipe.lora },
    ignored,
    model: opened.model,
    device,
    sources,
    split: { train: view.train, eval: view.eval },
    run,
    steps,
    evaluation,
    samples: [...asked, ...(evaluation ? typicalCases(evaluation) : [])],
    seconds: session.seconds,
    files,
    exportCheck,
  });
  await channel.put('report.json', new Blob([`${JSON.stringify(report, null, 2)}\n`], { type: 'application/json' }));
}

/** @param path where the local server listens for this run, from the root of its origin. */
export async function runHeadless(path: string): Promise<void> {
  const channel = createHeadlessChannel(new URL(path.endsWith('/') ? path : `${path}/`, document.baseURI).href);
  document.body.textContent = 'ToolTune runs a recipe for a program; this page may stay as it is.';
  try {
    await runAll(channel);
    channel.send({ event: 'done' });
  } catch (error) {
    channel.send({ event: 'failure', failure: toFailure(error) });
  }
  await channel.flush();
}
