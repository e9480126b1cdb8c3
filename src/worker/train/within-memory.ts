// Memory that runs out beside training: what helps there, a smaller batch or max length, helps nothing here.

import { AppError, toFailure } from '../../core/failure';
import { explainDeviceLoss, explainMemory } from '../../ml';

const REMEDIES = {
  answer_memory:
    'Close other tabs and programs, then ask again. Shorter prompts take less: in the playground a shorter request or system text, or fewer tools. If that is not enough, train a smaller model, or with LoRA: base and trained model then share their weights.',
  check_memory:
    'Nothing was written. Close other tabs and programs, then try again. An adapter needs no check: export it alone, or use it beside its base.',
} as const;

/** @throws what `work` threw, a lost or full device by its name; of a full one with the remedy of this reason */
export async function withinMemory<T>(reason: keyof typeof REMEDIES, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const explained = explainMemory(await explainDeviceLoss(error));
    const failure = toFailure(explained);
    if (failure.code !== 'out-of-memory') throw explained;
    throw new AppError({ ...failure, reason, remedy: REMEDIES[reason] }, { cause: explained });
  }
}
