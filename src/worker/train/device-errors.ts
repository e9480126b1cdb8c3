// Rewrites out-of-memory and device-lost errors raised outside training, where a smaller batch or a checkpoint is no remedy.

import { AppError, toFailure } from '../../core/failure';
import { explainDeviceLoss, explainMemory } from '../../ml';

/** What the device is used for. */
type Purpose = 'answer' | 'check';

const REMEDIES: Readonly<Record<`${Purpose}_${'memory' | 'lost'}`, string>> = {
  answer_memory:
    'Close other tabs and programs, then ask again. Shorter prompts need less memory: in the playground, use a shorter request, a shorter system text or fewer tools. If that is not enough, train a smaller model, or train with LoRA: base and tuned model then share their weights.',
  answer_lost: 'Ask again; the model is then loaded again. If it keeps happening, close other programs that use the GPU.',
  check_memory:
    'Nothing was written. Close other tabs and programs, then try again. An adapter needs no check: export it alone, or use it with its base model.',
  check_lost: 'Nothing was written. Try again. If it keeps happening, close other programs that use the GPU.',
};

/**
 * Runs work on the device.
 * @throws what `work` throws; a lost or full device as AppError `device-lost` or `out-of-memory`, with the remedy for this purpose
 */
export async function explainDeviceErrors<T>(purpose: Purpose, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const explained = explainMemory(await explainDeviceLoss(error));
    const failure = toFailure(explained);
    if (failure.code !== 'out-of-memory' && failure.code !== 'device-lost') throw explained;
    const reason = `${purpose}_${failure.code === 'device-lost' ? 'lost' : 'memory'}` as const;
    throw new AppError({ ...failure, reason, remedy: REMEDIES[reason] }, { cause: explained });
  }
}
