// tokens.jsonl: what training sees, token by token. `weights` are the factors of the tokens in the loss; 0 = not trained.

import { truncateExample } from '../mask';
import type { DatasetExporter } from './dataset-exporter';

export const tokens: DatasetExporter<'tokens'> = {
  id: 'tokens',
  fileName: (split) => (split === 'eval' ? 'tokens_eval.jsonl' : 'tokens.jsonl'),
  shownColumns: ['input_ids', 'weights'],
  usesTokenizer: true,
  async openWriter({ maxLength, loadTokenizer }) {
    const tokenize = await loadTokenizer();
    return (record) => {
      const { text, example } = tokenize(record);
      const { inputIds, weights } = truncateExample(example, maxLength);
      const line = JSON.stringify({ id: record.id, text, input_ids: [...inputIds], weights: [...weights] });
      return { line, lost: [] };
    };
  },
};
