// One session of a run: from its newest whole checkpoint to the end, a pause or a failure. Everything that must outlive
// the tab goes to the data worker at every logging step, and into a checkpoint at save_steps and at the end.

import { isDue } from '../../core/batches';
import type { Failure } from '../../core/failure';
import { memoryRequest, planMemory } from '../../core/memory';
import type { Run } from '../../core/training';
import { requireSameRun } from '../../core/training';
import { parseModelConfig } from '../../core/weights';
import { type CheckpointDue, capBuffers, type LanguageModel, largestTensorBytes, type TrainerEvent, train } from '../../ml';
import { sweepCheckpoints } from '../../storage/checkpoints';
import { newestState } from '../../storage/stored-state';
import type { TrainEvent } from '../protocol';
import type { RunCalls } from '../run-protocol';
import type { TrainContext } from './context';
import { runIdentity } from './identity';
import { createPace, type Pace } from './monitor/speed';
import { createRunLog, type RunLog } from './run-log';
import { modelToTrain } from './run-models';
import { withSamples } from './samples';
import { type CheckpointSaver, checkpointNotSaved, createCheckpointSaver, noRoomAtEnd } from './save-checkpoint';
import { notFinite, stepSkipped } from './skipped-steps';

export interface SessionControl {
  /** Aborting ends the session after the current step, with a checkpoint. */
  readonly signal: AbortSignal;
  /** True once after somebody asked for a checkpoint as soon as possible. */
  takeSaveRequest(): boolean;
  /** What the run is then. */
  endState(): 'paused' | 'stopped';
}

type OpenedRun = RunCalls['openRun']['result'];
export type EmitTrainEvent = (event: TrainEvent) => void;

interface Keepers {
  readonly log: RunLog;
  readonly checkpoints: CheckpointSaver;
  readonly pace: Pace;
}

interface End {
  readonly event: CheckpointDue;
  readonly saved: boolean;
}

/** Follows the trainer's events. @returns how they ended. */
async function followTraining(
  { recipe, plan }: Run,
  events: AsyncIterable<TrainerEvent>,
  { log, checkpoints, pace }: Keepers,
  emit: EmitTrainEvent,
): Promise<End | null> {
  let end: End | null = null;
  for await (const event of events) {
    pace.look();
    switch (event.kind) {
      case 'step': {
        const stepped = pace.stepped(event.report);
        log.step(stepped.report);
        emit(stepped);
        if (isDue(event.report.step, recipe.train.logging_steps, plan.steps)) await log.flush();
        break;
      }
      case 'skipped':
        log.skipped(event.skip);
        checkpoints.skipped();
        emit({ kind: 'skipped', skip: event.skip });
        emit({ kind: 'notice', notice: stepSkipped(event.skip) });
        break;
      case 'evaluation':
        log.evalPoint(event.report);
        checkpoints.evalPoint(event.report);
        emit({ kind: 'evaluation', report: event.report });
        break;
      case 'checkpoint-due':
        await log.flush();
        end = { event, saved: await checkpoints.save(event) };
        if (!end.saved) emit({ kind: 'notice', notice: checkpointNotSaved(event.step) });
        break;
      default:
        event satisfies never;
    }
  }
  return end;
}

/** What a run is then, and why it failed or paused by itself. */
export type EndState = readonly [state: Run['state'], cause?: Failure];

function endState(end: End | null, control: SessionControl): EndState {
  // Done would say that the trained weights are there.
  if (end && !end.saved) return ['paused', noRoomAtEnd(end.event.step)];
  if (end?.event.reason === 'not-finite') return ['paused', notFinite(end.event.skipped ?? [])];
  return [end?.event.reason === 'finished' ? 'done' : control.endState()];
}

/**
 * Trains a run on a fresh device until it is done, paused or stopped.
 * @returns what the run is then, and why. @throws whatever stopped it
 */
export async function trainSession(
  context: TrainContext,
  opened: OpenedRun,
  emit: EmitTrainEvent,
  control: SessionControl,
): Promise<EndState> {
  const { run } = opened;
  let model: LanguageModel | null = null;
  let pace: Pace | null = null;
  let liftBound: (() => void) | null = null;
  try {
    const device = await context.openDevice(run.recipe.train.device);
    emit({ kind: 'device', device });
    liftBound = capBufferPool(opened);
    await sweepCheckpoints(context.files, run.id, opened.checkpoints);
    const { state, metadata, damaged } = await newestState(context.files, opened.checkpoints);
    const identity = await runIdentity(run.recipe, run.plan.steps, opened.train, opened.model);
    if (metadata) requireSameRun(metadata, identity);
    const startStep = state?.step ?? 0;
    if (state || damaged.length > 0) emit({ kind: 'checkpoint', step: startStep, ...(damaged.length > 0 ? { damaged } : {}) });
    await context.data.call('rewindLog', { runId: run.id, step: startStep });
    model = await modelToTrain(context, run, opened.model);
    const log = createRunLog(context, run, device);
    const checkpoints = createCheckpointSaver(context, run, identity, startStep, emit);
    const events = train({
      model,
      examples: opened.train,
      evalExamples: opened.eval,
      settings: run.recipe.train,
      plan: run.plan,
      evalPoints: run.evalPoints.filter(({ step }) => step <= startStep),
      skipped: run.skipped?.filter(({ step }) => step <= startStep) ?? [],
      signal: control.signal,
      takeSaveRequest: control.takeSaveRequest,
      ...(state ? { startState: state } : {}),
    });
    pace = createPace(context, run, device, (notice) => emit({ kind: 'notice', notice }));
    const answered = withSamples(context, run.id, model, events, control.signal);
    return endState(await followTraining(run, answered, { log, checkpoints, pace }, emit), control);
  } finally {
    pace?.end();
    model?.dispose();
    liftBound?.();
  }
}

/** Has the current device hold no more free buffers than fit into the run's plan. @returns a function that lifts the bound */
function capBufferPool({ run, model, train, eval: evalRows }: RunCalls['openRun']['result']): () => void {
  const request = memoryRequest(parseModelConfig(model.configText), run.recipe, train, evalRows);
  const plan = planMemory({ ...request, checkpointing: run.checkpointing ?? false, maxTensorBytes: largestTensorBytes() });
  capBuffers(plan.total);
  return () => capBuffers(null);
}
