// A LoRA run on the sample's first records and the model of a real folder, with its exports. If TOOLTUNE_EXPORTS names a
// folder, the exports are left there with ToolTune's logits, for reference/lora/check_exports.py.

import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { unzipSync } from 'fflate';
import { makeBatch } from '../../core/batches';
import type { ExportCheck, WeightsKind } from '../../core/exports';
import type { Recipe } from '../../core/recipe';
import { type ElementType, parseModelConfig, readSafetensors, writeSafetensors } from '../../core/weights';
import { createModel, type ModelOptions } from '../../ml';
import { exportWeights } from '../export-weights';
import type { Calls, DataCalls, ExportedFile, ModelSummary, TrainCalls } from '../protocol';
import type { Remote } from '../rpc';
import type { TestCalls } from './calls';
import { openTab, type Tab } from './tab';

const FOLDER = new URL('../../../e2e/fixtures/qwen3-folder/', import.meta.url);
const OUT = process.env['TOOLTUNE_EXPORTS'];
const IDS = Int32Array.from({ length: 24 }, (_, index) => (index * 37) % 500);

export interface LoraStudio extends Pick<Tab, 'data' | 'train'> {
  readonly projectId: string;
  readonly recipe: Recipe;
  /** A run that is done. */
  readonly runId: string;
  /** Its base model. */
  readonly baseId: string;
}

export async function openLoraStudio(): Promise<LoraStudio> {
  const { data, train } = await openTab();
  const folder = (await readdir(FOLDER)).map(async (name) => ({ name, file: new Blob([await baseFile(name)]) }));
  const baseId = (await data.addModel({ files: await Promise.all(folder) })).model.id;
  const view = await data.openSample({ name: 'zh-from-zero' });
  const projectId = view.id;
  // Six records and none held out are enough: no test looks at how well the model learns.
  for (const [split, from] of [
    ['train', 6],
    ['eval', 0],
  ] as const) {
    const { lines } = await data.records({ projectId, filter: { split }, from, count: 2000 });
    await data.edit({ projectId, edit: { kind: 'delete', ids: lines.map(({ id }) => id) } });
  }
  const recipe: Recipe = {
    ...view.recipe,
    model: { folder: baseId },
    train: { ...view.recipe.train, method: 'lora', max_steps: 3, learning_rate: 0.1, save_steps: 3, eval_steps: 50, device: 'wasm' },
    lora: { r: 4, lora_alpha: 6, lora_dropout: 0.1, use_rslora: true, target_modules: ['q_proj', 'v_proj', 'up_proj', 'down_proj'] },
  };
  const runId = (await data.createRun({ projectId, recipe })).id;
  await train.train({ runId });
  return { data, train, projectId, recipe, runId, baseId };
}

/** Reads a file of the base model's folder. */
export async function baseFile(name: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await readFile(new URL(name, FOLDER)));
}

export type ExportedFolder = Readonly<Record<string, Uint8Array>>;

export interface Exported {
  readonly zip: ExportedFile;
  readonly check: ExportCheck | null;
  readonly folder: ExportedFolder;
}

/** The calls of a worker as the page makes them. */
function remote<C extends Calls>(calls: TestCalls<C>): Pick<Remote<C>, 'call'> {
  return { call: (name, arg, options) => calls[name](arg, options) };
}

export async function exported({ data, train }: LoraStudio, runId: string, kind: WeightsKind, dtype: ElementType): Promise<Exported> {
  const workers = { data: remote<DataCalls>(data), train: remote<TrainCalls>(train) };
  const { files, check } = await exportWeights(workers, { runId, kind, dtype });
  const [zip, ...others] = files;
  if (!zip || others.length > 0) throw new Error('one archive expected');
  return { zip, check, folder: unzipSync(new Uint8Array(await zip.blob.arrayBuffer())) };
}

/** Merges as the page does: nothing is stored unless the check passes. */
export async function merge({ data, train }: LoraStudio, adapterId: string): Promise<ModelSummary> {
  const check = await train.checkMerge({ adapterId, device: 'wasm' });
  return data.mergeAdapter({ adapterId, check });
}

export function fileOf(folder: ExportedFolder, name: string): Uint8Array {
  const bytes = folder[name];
  if (!bytes) throw new Error(`no ${name}`);
  return bytes;
}

/** Computes the logits of exported weights with ToolTune, `[T, V]`. */
export async function logitsOf(configText: string, weights: Uint8Array, options: ModelOptions = {}): Promise<Float32Array> {
  const model = await createModel(parseModelConfig(configText), { tensors: readSafetensors(weights).tensors }, options);
  // The last token of a batch is only a label; an extra one keeps all of IDS as inputs.
  const inputIds = Int32Array.from([...IDS, 0]);
  const logits = model.logits(makeBatch([{ id: '', inputIds, weights: new Float32Array(inputIds.length).fill(1) }]));
  const values = Float32Array.from(await logits.data<'float32'>());
  logits.dispose();
  model.dispose();
  return values;
}

/** Leaves an export for Python, if TOOLTUNE_EXPORTS is set. */
export async function keep(name: string, folder: ExportedFolder, logits: Float32Array): Promise<void> {
  if (OUT === undefined) return;
  await mkdir(`${OUT}/${name}`, { recursive: true });
  for (const [file, bytes] of Object.entries(folder)) await writeFile(`${OUT}/${name}/${file}`, bytes);
  const expected = [
    { name: 'input_ids', shape: [IDS.length], data: Float32Array.from(IDS) },
    { name: 'logits', shape: [IDS.length, logits.length / IDS.length], data: logits },
  ];
  await writeFile(`${OUT}/${name}.expected.safetensors`, writeSafetensors(expected, {}));
}
