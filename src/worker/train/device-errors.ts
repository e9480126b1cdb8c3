// A device that is full or lost beside training: what helps there, a smaller batch or a checkpoint, helps nothing here.

import { AppError, toFailure } from '../../core/failure';
import { explainDeviceLoss, explainMemory } from '../../ml';

/** What the device is used for. */
type Purpose = 'answer' | 'check';

const REMEDIES: Readonly<Record<`${Purpose}_${'memory' | 'lost'}`, string>> = {
  answer_memory:
    'Close other tabs and programs, then ask again. Shorter prompts take less: in the playground a shorter request or system text, or fewer tools. If that is not enough, train a smaller model, or with LoRA: base and trained model then share their weights.',
  answer_lost: 'Ask again: the model is loaded anew. If it happens again, close other programs that use the GPU.',
  check_memory:
    'Nothing was written. Close other tabs and programs, then try again. An adapter needs no check: export it alone, or use it beside its base.',
  check_lost: 'Nothing was written. Try again; if it happens again, close other programs that use the GPU.',
};

/** @throws what `work` threw, a lost or full device by its name and with the remedy of this purpose */
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
