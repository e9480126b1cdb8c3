// The files of the built-in models, which come with the page. The starter's large files are kept in OPFS once they were
// needed; files.json in its folder lists them, with sizes and hashes.

import * as z from 'zod/mini';
import type { BuiltInModel } from '../../../core/built-in-models';
import { parseStarterCard, type StarterCard } from '../../../core/starter-card';
import { parameterCount, parseModelConfig, SINGLE_WEIGHTS } from '../../../core/weights';
import type { Emit } from '../../progress';
import type { ModelSummary } from '../../protocol';
import type { ModelFiles } from '../../run-protocol';
import type { DataContext } from '../project/context';
import type { FolderText, SmallFile } from './folder-text';
import type { PageFile } from './page-files';

export type BuiltInSources = Pick<DataContext, 'fetchAsset' | 'openPageFile'>;

const NAMES: Readonly<Record<BuiltInModel, string>> = { starter: 'Starter', 'from-zero': 'From zero' };
const TEXT_FILES = ['config.json', 'tokenizer.json', 'tokenizer_config.json', 'generation_config.json'] as const;

const keptFiles = z.record(z.string(), z.object({ bytes: z.int(), sha256: z.string().check(z.regex(/^[0-9a-f]{64}$/)) }));
const withTemplate = z.looseObject({ chat_template: z.optional(z.unknown()) });

function folderOf(id: BuiltInModel): string {
  return `models/${id}`;
}

async function textOf({ fetchAsset }: Pick<DataContext, 'fetchAsset'>, id: BuiltInModel, name: string): Promise<string> {
  return (await fetchAsset(`${folderOf(id)}/${name}`)).text();
}

/** Returns the large files by name. The from-zero model has none. */
async function largeFiles(context: Pick<DataContext, 'fetchAsset'>, id: BuiltInModel): Promise<ReadonlyMap<string, PageFile>> {
  if (id === 'from-zero') return new Map();
  const listed = keptFiles.parse(JSON.parse(await textOf(context, id, 'files.json')));
  return new Map(Object.entries(listed).map(([name, expected]) => [name, { path: `${folderOf(id)}/${name}`, ...expected }]));
}

/** Reads the small files of a built-in model. */
export async function builtInText(context: BuiltInSources, id: BuiltInModel): Promise<FolderText> {
  const large = await largeFiles(context, id);
  const text: Partial<Record<SmallFile, string>> = {};
  for (const name of TEXT_FILES) {
    const file = large.get(name);
    text[name] = file ? await (await context.openPageFile(file)).text() : await textOf(context, id, name);
  }
  return text;
}

/** Describes a built-in model. Fetches small files only. */
export async function builtInSummary(context: Pick<DataContext, 'fetchAsset'>, id: BuiltInModel): Promise<ModelSummary> {
  const config = parseModelConfig(await textOf(context, id, 'config.json'));
  const tokenizerConfig = withTemplate.safeParse(JSON.parse(await textOf(context, id, 'tokenizer_config.json')));
  const weights = (await largeFiles(context, id)).get(SINGLE_WEIGHTS);
  const parameters = parameterCount(config);
  return {
    id,
    name: NAMES[id],
    architecture: config.architecture,
    parameters,
    bytes: weights?.bytes ?? parameters * Float32Array.BYTES_PER_ELEMENT,
    vocabularySize: config.vocabularySize,
    fromZero: id === 'from-zero',
    hasChatTemplate: tokenizerConfig.success && tokenizerConfig.data.chat_template != null,
  };
}

/** Reads the starter's card. @throws AppError `not-found`, or `bad-input` when the file is not a card */
export async function starterCard(context: Pick<DataContext, 'fetchAsset'>): Promise<StarterCard> {
  return parseStarterCard(await textOf(context, 'starter', 'card.json'));
}

/** Reads config.json of a built-in model. Fetches no weights. */
export function builtInConfig(context: Pick<DataContext, 'fetchAsset'>, id: BuiltInModel): Promise<string> {
  return textOf(context, id, 'config.json');
}

/** Returns what the train worker needs to create the model. Fetches the weights, unless they are in OPFS already. */
export async function builtInFiles(context: BuiltInSources, id: BuiltInModel, seed: number, emit?: Emit): Promise<ModelFiles> {
  const weights = (await largeFiles(context, id)).get(SINGLE_WEIGHTS);
  if (weights) await context.openPageFile(weights, emit);
  return {
    modelId: id,
    configText: await builtInConfig(context, id),
    weights: weights ? [weights.path] : [],
    sha256: weights ? [weights.sha256] : [],
    initialSeed: seed,
  };
}
