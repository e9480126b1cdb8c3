// Measures a merge before it is stored: the logits of base and adapter in one, against those of the two.

import { mergedTensors } from '../../core/adapter';
import { AppError } from '../../core/failure';
import type { DeviceChoice } from '../../core/recipe';
import { parseModelConfig } from '../../core/weights';
import type { ExportCheck } from '../../core/weights-export';
import { compareLogits, FIXED_REQUESTS, isSame, logitsOf } from './compare-logits';
import type { TrainContext } from './context';
import { adapterTensors, weightsOf } from './run-models';

/** @throws AppError `unsupported` when base and adapter in one do not compute what the two do; `not-found` */
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
    message: `Merged with its base, "${adapter}" does not compute what the two do: logits differ by ${difference}, the largest is ${largest}.`,
    remedy: 'Nothing was stored and the adapter stays. Some of its values may be too large: use it beside its base, or make it anew.',
    values: { adapter, difference, largest },
  });
}
