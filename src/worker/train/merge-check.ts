// Proves a merge before it is handed out: the logits of the merged weights, as they will be read from their files,
// against those of base and adapter.

import { mergedTensors } from '../../core/adapter';
import { makeBatch } from '../../core/batches';
import { AppError } from '../../core/failure';
import { type ElementType, type NamedTensor, parseModelConfig, roundedTo } from '../../core/weights';
import type { MergeCheck } from '../../core/weights-export';
import { createModel, type LanguageModel, trainablesOf } from '../../ml';
import type { TrainContext } from './context';
import { beforeAndAfter, noCheckpoint, weightsOf } from './run-models';
import { newestState } from './weights';

const PROMPTS = ['What will the weather be in Paris tomorrow?', '查一下北京的天气，再发邮件告诉小李。'];
/** Of the largest logit: sums in another order differ by less, wrong weights by more. */
const LARGEST_SHARE_F32 = 1e-3;

async function logitsOf(model: LanguageModel, prompts: readonly Int32Array[]): Promise<Float32Array[]> {
  const found: Float32Array[] = [];
  for (const inputIds of prompts) {
    const logits = model.logits(makeBatch([{ id: '', inputIds, weights: new Float32Array(inputIds.length).fill(1) }]));
    found.push(Float32Array.from(await logits.data<'float32'>()));
    logits.dispose();
  }
  return found;
}

async function* rounded(tensors: AsyncIterable<NamedTensor>, dtype: ElementType): AsyncGenerator<NamedTensor> {
  for await (const tensor of tensors) yield roundedTo(tensor, dtype);
}

/** @throws AppError `unsupported` when the merged weights do not compute what base and adapter do; `not-found` without a checkpoint */
export async function checkMerge(context: TrainContext, runId: string, dtype: ElementType): Promise<MergeCheck> {
  const { run, model: files, checkpoints } = await context.data.call('openModel', { runId });
  await context.openDevice(run.recipe.train.device);
  const { state } = await newestState(context.files, checkpoints);
  if (!state) throw noCheckpoint();
  const prompts: Int32Array[] = [];
  for (const content of PROMPTS) {
    const question = { runId, messages: [{ role: 'user' as const, content }], tools: [], asConfigured: false };
    const { promptIds } = await context.data.call('encodePrompt', question);
    prompts.push(promptIds);
  }
  const models = await beforeAndAfter(context, run, files, state);
  const wanted = await logitsOf(models.use('tuned'), prompts).finally(() => models.dispose());
  const config = parseModelConfig(files.configText);
  const tensors = rounded(mergedTensors(weightsOf(context, files), trainablesOf(state), run.recipe.lora), dtype);
  const merged = await createModel(config, { tensors });
  const found = await logitsOf(merged, prompts).finally(() => merged.dispose());
  const check = compare(wanted, found, dtype, config.vocabularySize);
  const allowed = dtype === 'F32' ? LARGEST_SHARE_F32 * Math.max(1, check.largestLogit) : Number.MAX_VALUE;
  if (!(check.largestDifference <= allowed)) throw wrongMerge(check);
  return check;
}

function compare(wanted: readonly Float32Array[], found: readonly Float32Array[], dtype: ElementType, vocabulary: number): MergeCheck {
  let largestDifference = 0;
  let largestLogit = 0;
  wanted.forEach((logits, prompt) => {
    logits.forEach((logit, index) => {
      const difference = Math.abs(logit - (found[prompt]?.[index] ?? Number.NaN));
      // No number is a difference that nothing exceeds.
      largestDifference = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(largestDifference, difference);
      largestLogit = Math.max(largestLogit, Math.abs(logit));
    });
  });
  return { dtype, positions: wanted.reduce((sum, { length }) => sum + length / vocabulary, 0), largestDifference, largestLogit };
}

function wrongMerge({ dtype, largestDifference }: MergeCheck): AppError {
  return new AppError({
    code: 'unsupported',
    reason: 'merge_differs',
    message: `The merged weights in ${dtype} do not compute what base and adapter do: logits differ by ${largestDifference.toPrecision(3)}.`,
    remedy: 'Some weights may be too large for F16: export as BF16 or F32, or export the adapter.',
    values: { dtype, difference: largestDifference.toPrecision(3) },
  });
}
