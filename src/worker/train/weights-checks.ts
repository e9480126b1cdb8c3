// Checks weights before they are exported or stored: compares their logits, as they will be read from the files, with
// those of the trained model.

import { mergedTensors } from '../../core/adapter';
import type { ExportCheck } from '../../core/exports';
import { AppError } from '../../core/failure';
import type { DeviceChoice } from '../../core/recipe';
import { type ElementType, type NamedTensor, parseModelConfig, roundedTo } from '../../core/weights';
import { trainablesOf } from '../../ml';
import { newestState, type StoredState } from '../../storage/stored-state';
import { readWhole } from '../../storage/stored-tensors';
import { compareLogits, FIXED_REQUESTS, isSame, logitsOf, type Tensors } from './compare-logits';
import type { TrainContext } from './context';
import { adapterOf, adapterTensors, noCheckpoint, trainedAdapter, weightsOf } from './run-models';

/**
 * Checks the whole weights of a run in an element type.
 * @returns null when the weights are exported bit for bit as they were trained
 * @throws AppError `unsupported` when merging in F32 changes the logits, or when the type cannot hold the weights;
 *   `not-found` without a checkpoint
 */
export async function checkExport(context: TrainContext, runId: string, dtype: ElementType): Promise<ExportCheck | null> {
  const { run, model: files, checkpoints } = await context.data.call('openModel', { runId });
  if (run.recipe.train.method === 'full' && dtype === 'F32') return null;
  await context.openDevice(run.recipe.train.device);
  const { state } = await newestState(context.files, checkpoints);
  if (!state) throw noCheckpoint();
  const adapter = await trainedAdapter(run, state);
  const weights = () => (adapter ? weightsOf(context, files) : wholeTensors(state));
  const exported = adapter ? mergedTensors(weights(), adapter, run.recipe.lora) : weights();
  const prompts = await promptsOf(context, runId);
  const config = parseModelConfig(files.configText);
  const lora = adapterOf(run, adapter);
  const wanted = await logitsOf(config, weights(), prompts, lora ? { lora } : {});
  const found = await logitsOf(config, rounded(exported, dtype), prompts);
  const check = compareLogits(wanted, found, dtype, config.vocabularySize);
  const isWrong = dtype === 'F32' ? !isSame(check) : !Number.isFinite(check.largestDifference);
  if (isWrong) throw wrongWeights(check);
  return check;
}

/** Yields the trained tensors, one in memory at a time. */
async function* wholeTensors(state: StoredState): AsyncGenerator<NamedTensor> {
  for (const tensor of trainablesOf(state)) yield await readWhole(tensor);
}

async function promptsOf(context: TrainContext, runId: string): Promise<Int32Array[]> {
  const prompts: Int32Array[] = [];
  for (const content of FIXED_REQUESTS) {
    const question = { runId, messages: [{ role: 'user' as const, content }], tools: [], asConfigured: false };
    const { promptIds } = await context.data.call('encodePrompt', question);
    prompts.push(promptIds);
  }
  return prompts;
}

async function* rounded(tensors: Tensors, dtype: ElementType): AsyncGenerator<NamedTensor> {
  for await (const tensor of tensors) yield roundedTo(tensor, dtype);
}

function wrongWeights({ dtype, largestDifference }: ExportCheck): AppError {
  return new AppError({
    code: 'unsupported',
    reason: 'export_differs',
    message: `Exporting as ${dtype} changes the model's outputs: logits differ by ${largestDifference.toPrecision(3)}.`,
    remedy: 'Some weights may be too large for F16. Export as BF16 or F32, or export the adapter.',
    values: { dtype, difference: largestDifference.toPrecision(3) },
  });
}

/** Checks a stored adapter merged into its base model. @throws AppError `unsupported` when merging changes the logits; `not-found` */
export async function checkMerge(context: TrainContext, adapterId: string, device: DeviceChoice): Promise<ExportCheck> {
  const { name, settings, model, path, prompts } = await context.data.call('openAdapter', { adapterId, requests: FIXED_REQUESTS });
  await context.openDevice(device);
  const tensors = await adapterTensors(context, path);
  const config = parseModelConfig(model.configText);
  const wanted = await logitsOf(config, weightsOf(context, model), prompts, { lora: { settings, seed: 0, tensors } });
  const found = await logitsOf(config, mergedTensors(weightsOf(context, model), tensors, settings), prompts);
  const check = compareLogits(wanted, found, 'F32', config.vocabularySize);
  if (!isSame(check)) throw mergeDiffers(name, check);
  return check;
}

function mergeDiffers(adapter: string, { largestDifference, largestLogit }: ExportCheck): AppError {
  const [difference, largest] = [largestDifference.toPrecision(3), largestLogit.toPrecision(3)];
  return new AppError({
    code: 'unsupported',
    reason: 'merge_differs',
    message: `Merging "${adapter}" into its base model changes the model's outputs: logits differ by ${difference}, and the largest logit is ${largest}.`,
    remedy: 'Nothing was stored, and the adapter is unchanged. Some of its values may be too large: use it unmerged, or train it again.',
    values: { adapter, difference, largest },
  });
}
