// What a weights exporter is, and the parts that exporters share. weights-exporters.ts lists them.

import { AppError } from '../../../core/failure';
import type { Run } from '../../../core/training';
import { type ElementType, encodeTensor, planSafetensors } from '../../../core/weights';
import type { ModelFiles } from '../../run-protocol';
import type { FolderText } from '../models/folder-text';
import type { ModelWeights } from '../models/model-weights';
import type { DataContext } from '../project/context';
import { type SizedFile, textFile, type ZipFile } from './zip-writer';

/** A run whose weights are exported. */
export interface TrainedRun {
  readonly run: Pick<Run, 'recipe'>;
  /** Files of the model the run began with. */
  readonly model: ModelFiles;
  readonly folder: FolderText;
  /** Where others find that model; null when they cannot get it. */
  readonly baseName: string | null;
  readonly checkpoint: Blob;
}

/** The files of an archive, except README.md. */
export interface ExportedFolder {
  readonly small: readonly ZipFile[];
  readonly weights: readonly SizedFile[];
}

/** How the weights are described in README.md. */
export interface WeightsDescription {
  readonly dtype: ElementType;
  /** The LoRA settings in words; null after full fine-tuning. */
  readonly lora: string | null;
  /** What the check before the export measured; null without one. */
  readonly check: string | null;
}

/** Writes the weights of a run as files of a Hugging Face folder. */
export interface WeightsExporter {
  files(context: Pick<DataContext, 'files'>, trained: TrainedRun, dtype: ElementType): Promise<ExportedFolder>;
  readonly card: {
    /** Subject of the first sentence. */
    readonly subject: string;
    /** Fields of the front matter for a hub, one a line. `hubName`: `owner/model` of the base model, where it has one. */
    frontMatter(hubName: string | null): readonly string[];
    describe(weights: WeightsDescription): string;
  };
}

const PART_BYTES = 4_000_000;
const TOKENIZER_FILES = ['tokenizer.json', 'tokenizer_config.json', 'chat_template.jinja'] as const;

export function textFiles(folder: FolderText, names: readonly (keyof FolderText)[]): ZipFile[] {
  return names.flatMap((name) => {
    const text = folder[name];
    return text === undefined ? [] : [textFile(name, text)];
  });
}

export function tokenizerFiles(folder: FolderText): ZipFile[] {
  return textFiles(folder, TOKENIZER_FILES);
}

/** The tensors as safetensors files, one after the other. Each tensor is read once, in order. */
export function safetensorsFiles(
  weights: ModelWeights,
  files: readonly { readonly fileName: string; readonly tensors: ModelWeights['specs'] }[],
  dtype: ElementType,
): SizedFile[] {
  const tensors = iterate(weights);
  return files.map(({ fileName, tensors: specs }) => {
    const plan = planSafetensors(specs, { format: 'pt' }, dtype);
    const parts = async function* () {
      yield plan.header;
      for (const spec of specs) {
        const tensor = await tensors.next();
        if (tensor.done || tensor.value.name !== spec.name) throw new AppError({ code: 'storage', message: `${spec.name} is missing.` });
        const bytes = encodeTensor(tensor.value.data, dtype);
        for (let at = 0; at < bytes.length; at += PART_BYTES) yield bytes.subarray(at, at + PART_BYTES);
      }
    };
    return { name: fileName, bytes: plan.bytes, parts: parts() };
  });
}

/** One iterator over the tensors, whether they are read asynchronously or not. */
async function* iterate(weights: ModelWeights) {
  yield* weights.tensors();
}
