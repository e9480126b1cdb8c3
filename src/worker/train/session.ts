// One session of a run: from its newest whole checkpoint to the end, a pause or a failure. Everything that must outlive
// the tab goes to the data worker at every logging step, and into a checkpoint at save_steps and at the end.

import { isDue } from '../../core/batches';
import { AppError, type Failure } from '../../core/failure';
import type { Run } from '../../core/training';
import { type CheckpointDue, explainMemory, type LanguageModel, type TrainerEvent, train } from '../../ml';
import { saveCheckpoint, sweepCheckpoints } from '../../storage/checkpoints';
import { explainFailure } from '../../storage/storage-failure';
import type { TrainEvent } from '../protocol';
import type { CheckpointManifest } from '../run-protocol';
import type { TrainContext } from './context';
import { notFinite, stepSkipped } from './not-finite';
import { type RunLog, runLog } from './run-log';
import { modelToTrain } from './run-models';
import { withSamples } from './samples';
import { speedometer } from './speed';
import { checkpointBytes, newestState } from './weights';

export interface SessionControl {
  /** Aborting ends the session after the current step, with a checkpoint. */
  readonly signal: AbortSignal;
  /** What the run is then. */
  endState(): 'paused' | 'stopped';
}

type Emit = (event: TrainEvent) => void;

async function save(context: TrainContext, run: Run, event: CheckpointDue): Promise<void> {
  const keep = Math.max(2, run.recipe.train.save_total_limit);
  const commit = async (manifest: CheckpointManifest) => (await context.data.call('commitCheckpoint', { manifest, keep })).deleteFiles;
  await saveCheckpoint(context.files, commit, run.id, event.step, checkpointBytes(await event.exportState()));
}

/** Follows the trainer's events. @returns the last of them. */
async function followTraining(
  context: TrainContext,
  run: Run,
  events: AsyncIterable<TrainerEvent>,
  startStep: number,
  log: RunLog,
  emit: Emit,
): Promise<CheckpointDue | null> {
  const speed = speedometer(run.plan.steps);
  const { logging_steps: loggingSteps } = run.recipe.train;
  let last: CheckpointDue | null = null;
  for await (const event of events) {
    switch (event.kind) {
      case 'step':
        log.step(event.report);
        emit({ kind: 'step', report: event.report, ...speed(event.report.step, event.report.tokens, context.now() / 1000) });
        if (isDue(event.report.step, loggingSteps, run.plan.steps)) await log.flush();
        break;
      case 'skipped':
        log.skipped(event.skip);
        emit({ kind: 'skipped', skip: event.skip });
        emit({ kind: 'notice', notice: stepSkipped(event.skip) });
        break;
      case 'evaluation':
        log.evaluation(event.report);
        emit({ kind: 'evaluation', report: event.report });
        break;
      case 'checkpoint-due':
        last = event;
        await log.flush();
        // A pause before the first step has nothing new to save.
        if (event.step === startStep) break;
        await save(context, run, event);
        emit({ kind: 'checkpoint', step: event.step });
        break;
      default:
        event satisfies never;
    }
  }
  return last;
}

/** Trains a run until it is done, paused or stopped. @throws AppError; the run is then `failed`, its checkpoints stay. */
export async function trainRun(context: TrainContext, runId: string, emit: Emit, control: SessionControl): Promise<Run> {
  const opened = await context.data.call('openRun', { runId }, { onEvent: (progress) => emit({ kind: 'progress', progress }) });
  const { run } = opened;
  if (run.state === 'done') return run;
  const setState = (state: Run['state'], why: { readonly failure?: string; readonly cause?: Failure } = {}) =>
    context.data.call('setRunState', { runId, state, ...why });
  let model: LanguageModel | null = null;
  await setState('running');
  try {
    const device = await context.openDevice(run.recipe.train.device);
    emit({ kind: 'device', device });
    await sweepCheckpoints(context.files, runId, opened.checkpoints);
    const { state, damaged } = await newestState(context.files, opened.checkpoints);
    const startStep = state?.step ?? 0;
    if (state || damaged.length > 0) emit({ kind: 'checkpoint', step: startStep, ...(damaged.length > 0 ? { damaged } : {}) });
    await context.data.call('rewind', { runId, step: startStep });
    model = await modelToTrain(context, run, opened.model);
    const log = runLog(context, run, device);
    const events = train({
      model,
      rows: opened.train,
      evalRows: opened.eval,
      settings: run.recipe.train,
      plan: run.plan,
      evaluations: run.evaluations.filter(({ step }) => step <= startStep),
      signal: control.signal,
      ...(state ? { startState: state } : {}),
    });
    const answered = withSamples(context, runId, model, events, control.signal);
    const end = await followTraining(context, run, answered, startStep, log, emit);
    if (end?.reason === 'not-finite') return await setState('paused', { cause: notFinite(end.skipped ?? []) });
    return await setState(end?.reason === 'finished' ? 'done' : control.endState());
  } catch (error) {
    const failure = explainFailure(explainMemory(error));
    // The reason of the failure counts, not that the data worker could not be told of it.
    await setState('failed', { failure: failure.message }).catch(() => undefined);
    throw new AppError(failure, { cause: error });
  } finally {
    model?.dispose();
  }
}
