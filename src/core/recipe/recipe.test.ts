import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { builtInModels } from '../built-in-models';
import { exportDtypes, exportKinds } from '../exports';
import { AppError, type Failure } from '../failure';
import { defaultRecipe, parseRecipe, writeRecipe } from '.';
import { targetModules } from './defaults';
import type { Recipe, TrainSettings } from './recipe';

const minimal = 'version: 1\ndataset:\n  files: [rows.jsonl]\n';

function failureOf(text: string): Failure {
  try {
    parseRecipe(text);
  } catch (error) {
    if (error instanceof AppError) return error.failure;
    throw error;
  }
  throw new Error('the recipe was taken');
}

const name = fc.string({ minLength: 1, unit: 'grapheme' });
const positive = fc.double({ min: 0, max: 1e6, noNaN: true, minExcluded: true });
const count = fc.integer({ min: 1, max: 1_000_000 });
const belowOne = fc.double({ min: 0, max: 0.999, noNaN: true });
const interval = fc.oneof(count, fc.double({ min: 1e-9, max: 0.999, noNaN: true }));
const recipes: fc.Arbitrary<Recipe> = fc.record({
  version: fc.constant(1 as const),
  dataset: fc.record(
    { files: fc.array(name), tools: name, eval_fraction: fc.double({ min: 0, max: 1, noNaN: true }), eval_files: fc.array(name) },
    { requiredKeys: ['files', 'eval_fraction', 'eval_files'] },
  ),
  model: fc.oneof(
    fc.record({ source: fc.constantFrom(...builtInModels), adapter: name }, { requiredKeys: ['source'] }),
    fc.record({ folder: name, adapter: name }, { requiredKeys: ['folder'] }),
    fc.record({ hub: name, revision: name, adapter: name }, { requiredKeys: ['hub', 'revision'] }),
  ),
  format: fc.constantFrom('function_call', 'template'),
  train: fc.record({
    method: fc.constantFrom('full', 'lora'),
    device: fc.constantFrom('auto', 'webgpu', 'wasm', 'cpu'),
    max_length: fc.integer({ min: 2, max: 100_000 }),
    num_train_epochs: positive,
    max_steps: fc.oneof(fc.constant(-1), count),
    per_device_train_batch_size: count,
    per_device_eval_batch_size: count,
    gradient_accumulation_steps: count,
    learning_rate: positive,
    lr_scheduler_type: fc.constantFrom('constant', 'constant_with_warmup', 'linear', 'cosine'),
    warmup_steps: positive,
    weight_decay: positive,
    adam_beta1: belowOne,
    adam_beta2: belowOne,
    adam_epsilon: positive,
    max_grad_norm: positive,
    gradient_checkpointing: fc.constantFrom<TrainSettings['gradient_checkpointing']>(true, false, 'auto'),
    logging_steps: interval,
    save_steps: interval,
    eval_steps: interval,
    save_total_limit: count,
    eval_on_start: fc.boolean(),
    load_best_model_at_end: fc.boolean(),
    early_stopping_patience: fc.nat(),
    early_stopping_threshold: fc.double({ min: 0, max: 10, noNaN: true }),
    assistant_only_loss: fc.boolean(),
    packing: fc.boolean(),
    shuffle_dataset: fc.boolean(),
    train_sampling_strategy: fc.constantFrom('random', 'sequential', 'group_by_length'),
    seed: fc.nat(),
  }),
  lora: fc.record({
    r: count,
    lora_alpha: positive,
    lora_dropout: belowOne,
    use_rslora: fc.boolean(),
    target_modules: fc.subarray([...targetModules], { minLength: 1 }),
  }),
  export: fc.array(fc.constantFrom(...exportKinds)),
  export_dtype: fc.constantFrom(...exportDtypes),
});

describe('parseRecipe', () => {
  it('takes the defaults where the file says nothing', () => {
    expect(parseRecipe(minimal)).toEqual({ recipe: defaultRecipe(), ignored: [] });
  });

  it('reads back what writeRecipe wrote', () => {
    fc.assert(
      fc.property(recipes, (recipe) => {
        // -0 is no setting: YAML writes it as 0.
        expect(parseRecipe(writeRecipe(recipe))).toEqual({ recipe: JSON.parse(JSON.stringify(recipe)), ignored: [] });
      }),
    );
  });

  it('lists what Hugging Face knows and a run here does not need', () => {
    const { recipe, ignored } = parseRecipe(
      `${minimal}train:\n  bf16: true\n  report_to: none\n  output_dir: out\n  logging_dir: logs\n  optim: adamw_torch\nlora:\n  task_type: CAUSAL_LM\n  rank_pattern: {}\n  use_dora: false\n`,
    );
    expect(recipe).toEqual(defaultRecipe());
    expect(ignored).toEqual([
      'bf16',
      'report_to',
      'output_dir',
      'logging_dir',
      'optim',
      'lora.task_type',
      'lora.rank_pattern',
      'lora.use_dora',
    ]);
  });

  it('takes warmup_ratio for warmup_steps, unless that is there', () => {
    expect(parseRecipe(`${minimal}train:\n  warmup_ratio: 0.1\n`)).toMatchObject({
      recipe: { train: { warmup_steps: 0.1 } },
      ignored: ['warmup_ratio'],
    });
    expect(parseRecipe(`${minimal}train: { warmup_ratio: 0.1, warmup_steps: 7 }`)).toMatchObject({
      recipe: { train: { warmup_steps: 7 } },
    });
    expect(failureOf(`${minimal}train:\n  warmup_ratio: 20\n`)).toMatchObject({ code: 'bad-input', place: { line: 5 } });
  });

  it.each([
    ['train:\n  lerning_rate: 1\n', 5, '"learning_rate"'],
    ['train:\n  seed: 1\n  max_lenght: 8\n', 6, '"max_length"'],
    ['trian: {}\n', 4, '"train"'],
    ['model: { sourc: starter }\n', 4, '"source"'],
    ['lora:\n  alpha: 1\n  lora_dropout: 0\n', 5, ''],
    ['lora:\n  r: 8\n  lora_dropuot: 0\n', 6, '"lora_dropout"'],
  ])('names the line and the nearest name of an unknown field: %j', (text, line, nearest) => {
    const failure = failureOf(minimal + text);
    expect(failure).toMatchObject({ code: 'bad-input', place: { line } });
    expect(failure.remedy).toContain(nearest);
  });

  it.each([
    ['train:\n  max_length: 1\n', 5, 'at least 2'],
    ['train:\n  seed: 1.5\n', 5, 'a whole number'],
    ['train:\n  learning_rate: fast\n', 5, 'a number'],
    ['train:\n  device: gpu\n', 5, 'webgpu'],
    ['train:\n  max_steps: 0\n', 5, '-1'],
    ['train:\n  save_steps: 1.5\n', 5, 'a share of all steps'],
    ['train:\n  gradient_checkpointing: maybe\n', 5, 'true, false or auto'],
    ['lora:\n  r: 0\n', 5, 'more than 0'],
    ['lora:\n  target_modules: []\n', 5, 'must not be empty'],
    ['lora:\n  target_modules:\n    - q_proj\n    - lm_head\n', 7, 'gate_proj'],
    ['lora:\n  target_modules: ".*_proj"\n', 5, 'a list'],
    ['export:\n  - chatml\n  - csv\n', 6, 'merged'],
    ['export_dtype: F16\n', 4, 'float16'],
    ['model: { folder: "" }\n', 4, 'folder'],
    ['model: { adapter: weather }\n', 4, 'folder'],
    ['format: chat\n', 4, 'function_call'],
    ['train: 3\n', 4, 'a section'],
    ['model: [\n', 5, 'YAML'],
    ['format: template\nformat: template\n', 5, 'YAML'],
  ])('names the line of a wrong value: %j', (text, line, words) => {
    const failure = failureOf(minimal + text);
    expect(failure).toMatchObject({ code: 'bad-input', place: { line } });
    expect(failure.message).toContain(words);
  });

  it.each(['', '[]', '3', 'version: 2\ndataset: { files: [] }', 'dataset: { files: [] }', 'version: 1\ndataset: {}'])(
    'refuses %j',
    (text) => {
      expect(failureOf(text).code).toBe('bad-input');
    },
  );

  it.each([
    'method: qlora',
    'packing_strategy: wrapped',
    'metric_for_best_model: accuracy',
    'neftune_noise_alpha: 5',
    'optim: adafactor',
    'lr_scheduler_type: polynomial',
    'save_strategy: epoch',
  ])('never passes over what it cannot do: %s', (field) => {
    const failure = failureOf(`${minimal}train:\n  ${field}\n`);
    expect(failure).toMatchObject({ code: 'unsupported', place: { line: 5 } });
    expect(failure.remedy).not.toBe('');
  });

  it.each(['use_dora: true', 'bias: all', 'modules_to_save: [lm_head]', 'init_lora_weights: pissa', 'rank_pattern: { q_proj: 4 }'])(
    'never passes over what LoRA cannot do here: %s',
    (field) => {
      const failure = failureOf(`${minimal}train: { method: lora }\nlora:\n  r: 8\n  ${field}\n`);
      expect(failure).toMatchObject({ code: 'unsupported', place: { line: 7 } });
      expect(failure.remedy).toContain(field.split(':')[0]);
    },
  );

  it('reads PEFT’s all-linear as all seven layers', () => {
    const { recipe, ignored } = parseRecipe(`${minimal}train: { method: lora }\nlora: { r: 4, target_modules: all-linear }\n`);
    expect(recipe.train.method).toBe('lora');
    expect(recipe.lora).toEqual({ ...defaultRecipe().lora, r: 4, target_modules: targetModules });
    expect(ignored).toEqual([]);
  });

  it('refuses exports that are not built', () => {
    expect(failureOf(`${minimal}export: [chatml, bundle]\n`)).toMatchObject({ code: 'unsupported', place: { line: 4 } });
  });

  it('keeps __proto__ a name like any other', () => {
    expect(failureOf(`${minimal}__proto__: { polluted: 1 }\n`)).toMatchObject({ code: 'bad-input', place: { line: 4 } });
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('stops aliases that multiply', () => {
    const levels = Array.from({ length: 12 }, (_, level) => `  - &a${level + 1} [${`*a${level}, `.repeat(9)}*a${level}]`);
    expect(failureOf(`${minimal}model:\n  - &a0 [x]\n${levels.join('\n')}\n`).code).toBe('bad-input');
  });
});

describe('writeRecipe', () => {
  it('writes numbers and words that YAML 1.1 reads the same', () => {
    const recipe = defaultRecipe();
    const text = writeRecipe({ ...recipe, dataset: { ...recipe.dataset, files: ['no', 'a b.jsonl', '数据.jsonl', '1e5'] } });
    expect(text).toContain('adam_epsilon: 1.0e-8');
    expect(text).toContain('files: ["no", "a b.jsonl", "数据.jsonl", "1e5"]');
  });
});
