// Held to the fields of the pinned libraries, see reference/recipe/make_names.py.

import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { asksForMore, loraNames, neutralLora, neutralTraining, trainingNames } from './hugging-face-names';
import { fieldNames } from './schema';

const fields = z.record(z.string(), z.unknown());
const schema = z.object({ TrainingArguments: fields, SFTConfig: fields, LoraConfig: fields });
const pinned = schema.parse(JSON.parse(await readFile(new URL('goldens/names.json', import.meta.url), 'utf8')));
const training = { ...pinned.TrainingArguments, ...pinned.SFTConfig };

/** Ours alone; the two of early stopping are arguments of transformers' EarlyStoppingCallback. */
const ourOwn = ['method', 'device', 'early_stopping_patience', 'early_stopping_threshold'];
/** Of transformers 4: files made for it still carry them. */
const older = ['logging_dir', 'overwrite_output_dir'];

describe('names of Hugging Face', () => {
  it('are those of the pinned TrainingArguments and SFTConfig', () => {
    const known = [...(fieldNames['train'] ?? []), ...trainingNames].filter((name) => !ourOwn.includes(name) && !older.includes(name));
    expect(known.sort()).toEqual(Object.keys(training).sort());
  });

  it('are those of the pinned LoraConfig', () => {
    expect([...(fieldNames['lora'] ?? []), ...loraNames].sort()).toEqual(Object.keys(pinned.LoraConfig).sort());
  });

  it('at the library’s own default ask for nothing that a run here cannot do', () => {
    const asking = (defaults: z.infer<typeof fields>, neutral: typeof neutralLora) =>
      Object.keys(defaults).filter((name) => asksForMore(neutral, name, defaults[name]));
    // Where a run here evaluates, the library by default does not.
    expect(asking(training, neutralTraining)).toEqual(['eval_strategy']);
    expect(asking(pinned.LoraConfig, neutralLora)).toEqual([]);
  });

  it('with a condition are names that are passed over', () => {
    expect(Object.keys(neutralTraining).filter((name) => !trainingNames.has(name))).toEqual([]);
    expect(Object.keys(neutralLora).filter((name) => !loraNames.has(name))).toEqual([]);
  });
});
