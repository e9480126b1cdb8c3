// One session of a run: from its newest intact checkpoint to the end, a pause or a failure. Everything that must outlive
// the tab is sent to the data worker at every logging step, and saved in a checkpoint at save_steps and at the end.

import type { Failure } from '../../core/failure';
import { memoryRequest, planMemory } from '../../core/memory';
import type { Run } from '../../core/training';
import { isDue, requireSameRun } from '../../core/training';
import { parseModelConfig } from '../../core/weights';
import { type CheckpointDue, capBuffers, type LanguageModel, largestTensorBytes, type TrainerEvent, train } from '../../ml';
import { sweepCheckpoints } from '../../storage/checkpoints';
import { newestState } from '../../storage/stored-state';
import type { TrainEvent } from '../protocol';
import type { RunCalls } from '../run-protocol';
import type { TrainContext } from './context';
import { runIdentity } from './identity';
import { createSpeedMonitor, type SpeedMonitor } from './monitor/speed';
import { createRunLog, type RunLog } from './run-log';
import { modelToTrain } from './run-models';
import { withSamples } from './samples';
import { type CheckpointSaver, checkpointNotSaved, createCheckpointSaver, noRoomAtEnd } from './save-checkpoint';
import { notFinite, stepSkipped } from './skipped-steps';

export interface SessionControl {
  /** Aborting ends the session after the current step and a checkpoint. */
  readonly signal: AbortSignal;
  /** Returns true once after a checkpoint was requested as soon as possible. */
  takeSaveRequest(): boolean;
  /** Returns the state of the run after an abort. */
  endState(): 'paused' | 'stopped';
}

type OpenedRun = RunCalls['openRun']['result'];
export type EmitTrainEvent = (event: TrainEvent) => void;

/** What records a session's events. */
interface Recorders {
  readonly log: RunLog;
  readonly checkpoints: CheckpointSaver;
  readonly speed: SpeedMonitor;
}

/** The checkpoint that was due at the end of a session. */
interface LastCheckpoint {
  readonly event: CheckpointDue;
  readonly saved: boolean;
}

/** Records and forwards the trainer's events until they end. */
async function followTraining(
  { recipe, plan }: Run,
  events: AsyncIterable<TrainerEvent>,
  { log, checkpoints, speed }: Recorders,
  emit: EmitTrainEvent,
): Promise<LastCheckpoint | null> {
  let last: LastCheckpoint | null = null;
  for await (const event of events) {
    speed.check();
    switch (event.kind) {
      case 'step': {
        const step = speed.step(event.report);
        log.step(step.report);
        emit(step);
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
        last = { event, saved: await checkpoints.save(event) };
        if (!last.saved) emit({ kind: 'notice', notice: checkpointNotSaved(event.step) });
        break;
      default:
        event satisfies never;
    }
  }
  return last;
}

/** The state of a run after a session, and why it failed or paused by itself. */
export type EndState = readonly [state: Run['state'], cause?: Failure];

function endState(last: LastCheckpoint | null, control: SessionControl): EndState {
  // Not `done`, since the final weights were not saved.
  if (last && !last.saved) return ['paused', noRoomAtEnd(last.event.step)];
  if (last?.event.reason === 'not-finite') return ['paused', notFinite(last.event.skipped ?? [])];
  return [last?.event.reason === 'finished' ? 'done' : control.endState()];
}

/**
 * Trains a run on a new device until it is done, paused or stopped.
 * @throws whatever ended the session early
 */
export async function trainSession(
  context: TrainContext,
  opened: OpenedRun,
  emit: EmitTrainEvent,
  control: SessionControl,
): Promise<EndState> {
  const { run } = opened;
  let model: LanguageModel | null = null;
  let speed: SpeedMonitor | null = null;
  let liftCap: (() => void) | null = null;
  try {
    const device = await context.openDevice(run.recipe.train.device);
    emit({ kind: 'device', device });
    liftCap = capBufferPool(opened);
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
    speed = createSpeedMonitor(context, run, device, (notice) => emit({ kind: 'notice', notice }));
    const answered = withSamples(context, run.id, model, events, control.signal);
    return endState(await followTraining(run, answered, { log, checkpoints, speed }, emit), control);
  } finally {
    speed?.end();
    model?.dispose();
    liftCap?.();
  }
}

/** Limits the free buffers that the current device keeps to the run's memory plan. @returns a function that lifts the limit */
function capBufferPool({ run, model, train, eval: evalExamples }: OpenedRun): () => void {
  const request = memoryRequest(parseModelConfig(model.configText), run.recipe, train, evalExamples);
  const plan = planMemory({ ...request, checkpointing: run.checkpointing ?? false, maxTensorBytes: largestTensorBytes() });
  capBuffers(plan.total);
  return () => capBuffers(null);
}
