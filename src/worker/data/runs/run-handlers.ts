// Handlers for runs: check and plan, create, read, rename, delete.

import { planTraining } from '../../../core/batches';
import { AppError } from '../../../core/failure';
import { choosesCheckpointing, DEFAULT_BUDGET, memoryRequest } from '../../../core/memory';
import { dropsInputs } from '../../../core/recipe';
import type { Split } from '../../../core/record';
import type { Run } from '../../../core/training';
import { parseModelConfig } from '../../../core/weights';
import { runFolder } from '../../../storage/checkpoints';
import { createRun, deleteRun, readRun, readStoredRun, readToolCallScores, updateRun } from '../../../storage/runs';
import type { Job } from '../../progress';
import type { DataCalls, MeasuredPlan } from '../../protocol';
import type { Handlers } from '../../rpc';
import { withStoredAdapter } from '../models/adapters';
import { modelConfigText } from '../models/model-files';
import type { DataContext, OpenProject } from '../project/context';
import { openProject, runInTurn } from '../project/open-project';
import { projectView } from '../project/project-view';
import { checkProject, type TokenizedProject, tokenizeChecked, tokenizeProject } from '../records/check';
import { runName } from './run-names';
import { readStopTokenNotices } from './stop-token-notices';

type PageRunCalls = Pick<DataCalls, 'check' | 'plan' | 'createRun' | 'run' | 'renameRun' | 'deleteRun' | 'toolCallScores'>;

async function planOf(context: DataContext, { recipe, modelId, records, tokenize }: TokenizedProject): Promise<MeasuredPlan> {
  const examplesOf = (split: Split) => records.filter((record) => record.split === split).map(tokenize);
  const examples = examplesOf('train');
  const config = parseModelConfig(await modelConfigText(context, modelId));
  return {
    ...planTraining(examples, recipe.train, !dropsInputs(recipe)),
    notices: await readStopTokenNotices(context, modelId, recipe, examples),
    memory: memoryRequest(config, recipe, examples, examplesOf('eval')),
  };
}

function nothingToTrain(): AppError {
  return new AppError({
    code: 'blocked',
    reason: 'nothing_to_train',
    message: 'No record of the training split has a token to train.',
    remedy: 'Add records with an assistant answer, move records to the training split, or raise max_length.',
  });
}

/** What a run is created from. */
type Wanted = Omit<DataCalls['createRun']['arg'], 'projectId'>;

async function create(
  context: DataContext,
  open: OpenProject,
  { recipe: wanted, memoryBudget = DEFAULT_BUDGET, maxTensorBytes }: Wanted,
  job: Job,
): Promise<Run> {
  const { id: projectId, tools, revision } = open.project;
  const recipe = await withStoredAdapter(context.database, wanted);
  const tokenized = await tokenizeChecked(context, open, recipe, job);
  const { memory, sharedShare: _, ...trainingPlan } = await planOf(context, tokenized);
  if (trainingPlan.steps === 0) throw nothingToTrain();
  const recomputes = recipe.train.gradient_checkpointing;
  const id = context.newId();
  const run = {
    id,
    projectId,
    name: runName(id),
    createdAt: context.now(),
    recipe,
    modelId: tokenized.modelId,
    state: 'paused' as const,
    plan: trainingPlan,
    checkpointing: recomputes === 'auto' ? choosesCheckpointing({ ...memory, maxTensorBytes }, memoryBudget) : recomputes,
    device: null,
    step: 0,
    seconds: 0,
    tools,
    revision,
  };
  await createRun(context.database, run, tokenized.records);
  return readRun(context.database, id);
}

export function runHandlers(context: DataContext): Handlers<PageRunCalls> {
  const projectOf = async (runId: string) => openProject(context, (await readStoredRun(context.database, runId)).projectId);
  return {
    check: async ({ projectId }, emit, signal) => {
      const open = await openProject(context, projectId);
      return runInTurn(open, async () =>
        checkProject(context, open, await tokenizeProject(context, open, open.project.recipe, { emit, signal })),
      );
    },
    plan: async ({ projectId, recipe }, emit, signal) => {
      const open = await openProject(context, projectId);
      return runInTurn(open, async () => {
        const planned = await withStoredAdapter(context.database, recipe);
        return planOf(context, await tokenizeProject(context, open, planned, { emit, signal }));
      });
    },
    createRun: async ({ projectId, ...wanted }, emit, signal) => {
      const open = await openProject(context, projectId);
      return runInTurn(open, () => create(context, open, wanted, { emit, signal }));
    },
    run: ({ runId }) => readRun(context.database, runId),
    renameRun: async ({ runId, name }) => {
      const trimmed = name.trim();
      if (trimmed === '') throw new AppError({ code: 'bad-input', message: 'A run needs a name.', remedy: 'Type one.' });
      const open = await projectOf(runId);
      await updateRun(context.database, runId, (run) => ({ ...run, name: trimmed }));
      return projectView(context, open);
    },
    deleteRun: async ({ runId }) => {
      const open = await projectOf(runId);
      if (context.training.has(runId)) {
        throw new AppError({ code: 'in-use', reason: 'run_is_training', message: 'This run is being trained.', remedy: 'Stop it first.' });
      }
      await deleteRun(context.database, runId);
      await context.files.delete(runFolder(runId));
      return projectView(context, open);
    },
    toolCallScores: ({ runId }) => readToolCallScores(context.database, runId),
  };
}
