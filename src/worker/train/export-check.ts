// Measures an export before it is handed out: the logits of the weights as they will be read from their files, against
// those of what the run trained.

import { mergedTensors } from '../../core/adapter';
import { makeBatch } from '../../core/batches';
import { AppError } from '../../core/failure';
import { type ElementType, type NamedTensor, parseModelConfig, roundedTo } from '../../core/weights';
import { type ExportCheck, relativeDifference } from '../../core/weights-export';
import { createModel, type LanguageModel, type ModelOptions, readBack, trainablesOf } from '../../ml';
import { readWhole } from '../stored-tensors';
import type { TrainContext } from './context';
import { adapterOf, noCheckpoint, trainedAdapter, weightsOf } from './run-models';
import { newestState, type StoredState } from './weights';

const PROMPTS = ['What will the weather be in Paris tomorrow?', '查一下北京的天气，再发邮件告诉小李。'];
/** Of the largest logit: sums in another order differ by less, wrong weights by more. */
const LARGEST_SHARE_F32 = 1e-3;

type Tensors = AsyncIterable<NamedTensor> | Iterable<NamedTensor>;

/**
 * @returns null where the weights go out bit for bit as they were trained
 * @throws AppError `unsupported` when a merge in F32 does not compute what base and adapter do, or the type cannot hold
 * the weights; `not-found` without a checkpoint
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
  const logits = async (tensors: Tensors, options: ModelOptions = {}) => {
    const model = await createModel(config, { tensors }, options);
    return logitsOf(model, prompts).finally(() => model.dispose());
  };
  const lora = adapterOf(run, adapter);
  const wanted = await logits(weights(), lora ? { lora } : {});
  const check = compareLogits(wanted, await logits(rounded(exported, dtype)), dtype, config.vocabularySize);
  const isWrong = dtype === 'F32' ? !(relativeDifference(check) <= LARGEST_SHARE_F32) : !Number.isFinite(check.largestDifference);
  if (isWrong) throw wrongWeights(check);
  return check;
}

/** What was trained, one tensor in memory at a time. */
async function* wholeTensors(state: StoredState): AsyncGenerator<NamedTensor> {
  for (const tensor of trainablesOf(state)) yield await readWhole(tensor);
}

async function promptsOf(context: TrainContext, runId: string): Promise<Int32Array[]> {
  const prompts: Int32Array[] = [];
  for (const content of PROMPTS) {
    const question = { runId, messages: [{ role: 'user' as const, content }], tools: [], asConfigured: false };
    const { promptIds } = await context.data.call('encodePrompt', question);
    prompts.push(promptIds);
  }
  return prompts;
}

/** Of each prompt, [T · V]. */
async function logitsOf(model: LanguageModel, prompts: readonly Int32Array[]): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  for (const inputIds of prompts) {
    const logits = model.logits(makeBatch([{ id: '', inputIds, weights: new Float32Array(inputIds.length).fill(1) }]));
    found.push(Float32Array.from(await readBack(logits.data<'float32'>())));
    logits.dispose();
  }
  return found;
}

async function* rounded(tensors: Tensors, dtype: ElementType): AsyncGenerator<NamedTensor> {
  for await (const tensor of tensors) yield roundedTo(tensor, dtype);
}

/** @param wanted logits of each prompt, [T · V], as are those found */
export function compareLogits(
  wanted: readonly Float32Array[],
  found: readonly Float32Array[],
  dtype: ElementType,
  vocabulary: number,
): ExportCheck {
  let positions = 0;
  let sameNextToken = 0;
  let largestDifference = 0;
  let largestLogit = 0;
  wanted.forEach((logits, prompt) => {
    const others = found[prompt] ?? new Float32Array();
    for (let start = 0; start < logits.length; start += vocabulary) {
      positions += 1;
      const row = logits.subarray(start, start + vocabulary);
      if (largestAt(row) === largestAt(others.subarray(start, start + vocabulary))) sameNextToken += 1;
    }
    logits.forEach((logit, index) => {
      const difference = Math.abs(logit - (others[index] ?? Number.NaN));
      // No number is a difference that nothing exceeds.
      largestDifference = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largestDifference, difference);
      largestLogit = Math.max(largestLogit, Math.abs(logit));
    });
  });
  return { dtype, positions, sameNextToken, largestDifference, largestLogit };
}

/** Index of the largest value, the first of equals; -1 where none is a number. */
function largestAt(values: Float32Array): number {
  let at = -1;
  values.forEach((value, index) => {
    if (value > (values[at] ?? Number.NEGATIVE_INFINITY)) at = index;
  });
  return at;
}

function wrongWeights({ dtype, largestDifference }: ExportCheck): AppError {
  return new AppError({
    code: 'unsupported',
    reason: 'export_differs',
    message: `The weights in ${dtype} do not compute what the run trained: logits differ by ${largestDifference.toPrecision(3)}.`,
    remedy: 'Some weights may be too large for F16: export as BF16 or F32, or export the adapter.',
    values: { dtype, difference: largestDifference.toPrecision(3) },
  });
}
