import type { Batch } from '../../core/batches';
import type { NamedTensor } from '../../core/weights';
import type { LanguageModel } from '../model/language-model';
import { difference } from './golden';

/** Largest difference of the logits of the rows' own positions; the golden is padded to another length. @param wanted [B, T, V] */
export async function logitGap(model: LanguageModel, batch: Batch, wanted: NamedTensor | undefined): Promise<number> {
  const [, length = 0, vocabulary = 0] = wanted?.shape ?? [];
  const logits = model.logits(batch);
  const values = await logits.data();
  logits.dispose();
  const gaps = [...batch.lengths].map((inputs, row) =>
    difference(
      values.subarray(row * batch.length * vocabulary, (row * batch.length + inputs) * vocabulary),
      wanted?.data.subarray(row * length * vocabulary, (row * length + inputs) * vocabulary) ?? [],
    ),
  );
  return Math.max(...gaps);
}
