// The whole model as a Hugging Face folder; of a LoRA run, base and adapter merged.

import { planShards, shardIndex, WEIGHT_INDEX, withDtype } from '../../../core/weights';
import { wholeWeights } from '../runs/run-weights';
import { safetensorsFiles, textFiles, tokenizerFiles, type WeightsExporter } from './weights-exporter';
import { textFile } from './zip-writer';

export const mergedExporter: WeightsExporter = {
  async files(context, { run, model, folder, checkpoint }, dtype) {
    const whole = await wholeWeights(context, run, model, checkpoint);
    const shards = planShards(whole.specs, dtype);
    return {
      small: [
        textFile('config.json', withDtype(model.configText, dtype)),
        ...tokenizerFiles(folder),
        ...textFiles(folder, ['generation_config.json']),
        ...(shards.length > 1 ? [textFile(WEIGHT_INDEX, shardIndex(shards, dtype))] : []),
      ],
      weights: safetensorsFiles(whole, shards, dtype),
    };
  },
  card: {
    subject: 'A language model',
    frontMatter: () => ['library_name: transformers'],
    describe({ dtype, lora, check }) {
      const made = lora === null ? `${dtype}, full fine-tuning` : `${dtype}, ${lora}, merged into the base model`;
      return check === null ? made : `${made}; ${check}`;
    },
  },
};
