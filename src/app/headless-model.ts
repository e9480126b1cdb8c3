// The model of a headless run, and the adapter it goes on with.

import { AppError } from '../core/failure';
import type { Hub } from '../core/hub';
import type { Progress } from '../core/notice';
import type { ModelSource, Recipe } from '../core/recipe';
import { throughFrame } from '../features/models';
import type { AddedModel, ImportFile } from '../worker/protocol';
import { allowedHub } from './headless-hub';
import { type HeadlessJob, phase } from './headless-steps';

type OnProgress = (progress: Progress) => void;

const MODEL_FILE = /\.(json|safetensors|jinja|txt)$/;

/** The files of a folder beside the recipe. */
async function folderFiles({ channel }: HeadlessJob, folder: string): Promise<ImportFile[]> {
  const names = (await channel.list(folder)).filter((name) => MODEL_FILE.test(name));
  return Promise.all(names.map(async (name) => ({ name: `${folder}/${name}`, file: await channel.file(`${folder}/${name}`) })));
}

/** From a hub whose hosts were allowed, through the network frame. Nothing else of this page reaches another host. */
async function fetchModel(
  { channel, workers: { data } }: HeadlessJob,
  hub: Hub,
  wanted: { readonly name: string; readonly revision: string },
  onProgress: OnProgress,
): Promise<AddedModel> {
  const { model } = await throughFrame(hub, (port) => data.call('lookUpModel', { hub, ...wanted, port }, { transfer: [port] }));
  return throughFrame(hub, (port) =>
    data.call('downloadModel', { model, port, cache: channel.cache }, { onEvent: onProgress, transfer: [port] }),
  );
}

async function baseModel(session: HeadlessJob, source: ModelSource, onProgress: OnProgress): Promise<AddedModel> {
  const { data } = session.workers;
  if ('hub' in source) {
    const { hub: name, revision } = source;
    return fetchModel(session, allowedHub(await session.channel.network(), name), { name, revision }, onProgress);
  }
  if ('source' in source) {
    const model = (await data.call('listModels', null)).find(({ id }) => id === source.source);
    if (model) return { model, adapter: null };
    throw new AppError({ code: 'bug', message: `The build holds no model "${source.source}".` });
  }
  return data.call('addModel', { files: await folderFiles(session, source.folder) }, { onEvent: onProgress });
}

async function withAdapter(session: HeadlessJob, { model }: AddedModel, folder: string, onProgress: OnProgress): Promise<AddedModel> {
  const files = await folderFiles(session, folder);
  const added = await session.workers.data.call('addModel', { files, baseId: model.id }, { onEvent: onProgress });
  if (added.adapter) return added;
  throw new AppError({
    code: 'bad-input',
    message: `${folder} holds no adapter.`,
    remedy: 'Name a PEFT folder: adapter_config.json and adapter_model.safetensors.',
  });
}

/** The model that the recipe names; folders are read beside the recipe. */
export function openModel(session: HeadlessJob): Promise<AddedModel> {
  return phase<AddedModel>(session, 'model', async (onProgress) => {
    const { model: source } = session.recipe;
    const found = await baseModel(session, source, onProgress);
    const { model, adapter } = source.adapter === undefined ? found : await withAdapter(session, found, source.adapter, onProgress);
    const about = `${model.name}, ${model.parameters.toLocaleString('en')} parameters`;
    if (!adapter) return { value: { model, adapter }, note: about };
    const { r, lora_alpha, target_modules } = adapter.settings;
    const kept = `its r ${r}, lora_alpha ${lora_alpha} and ${target_modules.join(', ')} stay`;
    return { value: { model, adapter }, note: `${about}, with the adapter ${adapter.name}: ${kept}` };
  });
}

/** The recipe with what was read from folders by its id here. */
export function withOpened(recipe: Recipe, { model, adapter }: AddedModel): Recipe {
  const base = 'source' in recipe.model ? { source: recipe.model.source } : { folder: model.id };
  return { ...recipe, model: { ...base, ...(adapter ? { adapter: adapter.id } : {}) } };
}
