// The adapter of a LoRA run as a PEFT folder, without the base model.

import { ADAPTER_CONFIG, ADAPTER_WEIGHTS, writeAdapterConfig } from '../../../core/adapter';
import { adapterWeights } from '../runs/run-weights';
import { safetensorsFiles, tokenizerFiles, type WeightsExporter } from './weights-exporter';
import { textFile } from './zip-writer';

export const adapterExporter: WeightsExporter = {
  async files(_context, { run, model, folder, baseName, checkpoint }, dtype) {
    const adapter = await adapterWeights(run, model, checkpoint);
    return {
      small: [textFile(ADAPTER_CONFIG, writeAdapterConfig(run.recipe.lora, baseName)), ...tokenizerFiles(folder)],
      weights: safetensorsFiles(adapter, [{ fileName: ADAPTER_WEIGHTS, tensors: adapter.specs }], dtype),
    };
  },
  card: {
    subject: 'A LoRA adapter for a language model',
    frontMatter: (hubName) => ['library_name: peft', ...(hubName === null ? [] : [`base_model: ${JSON.stringify(hubName)}`])],
    describe: ({ dtype, lora }) => `${dtype}, ${lora}; the base model is not included`,
  },
};
