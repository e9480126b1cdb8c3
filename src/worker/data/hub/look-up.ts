// Looks up what a download would fetch: the commit of the revision, and its files with their sizes.

import { ADAPTER_CONFIG, holdsAdapter, parseAdapterConfig } from '../../../core/adapter';
import {
  checkModelName,
  fileAddress,
  type Hub,
  type HubModel,
  listingAddress,
  needsIndex,
  parseListing,
  wantedFiles,
} from '../../../core/hub';
import { parseModelConfig, parseWeightIndex, WEIGHT_INDEX } from '../../../core/weights';
import type { FoundModel } from '../../protocol';
import { SMALL_FILES } from '../models/folder-text';
import { type HubFetch, networkFailure } from './fetch';
import { checkStatus, retrying, type Wait } from './retry';

/** Characters. Listings and indices have about 100,000. */
const LARGEST_TEXT = 20_000_000;

async function textAt(fetch: HubFetch, url: string, wait: Wait, signal: AbortSignal): Promise<string> {
  return retrying(
    async () => {
      const { status, parts } = await fetch(url, 0, signal);
      checkStatus(status, url);
      const decoder = new TextDecoder();
      let text = '';
      for await (const part of parts) {
        text += decoder.decode(part, { stream: true });
        if (text.length > LARGEST_TEXT) throw networkFailure('hub_listing', `${url} is too long to be a list of files.`, {});
      }
      return text + decoder.decode();
    },
    wait,
    signal,
  );
}

interface Wanted {
  readonly hub: Hub;
  readonly name: string;
  readonly revision: string;
}

/** Looks up a model. @throws AppError `bad-input` (its name, or no usable weights), `network` or `aborted` */
export async function lookUpModel(fetch: HubFetch, { hub, name, revision }: Wanted, wait: Wait, signal: AbortSignal): Promise<HubModel> {
  checkModelName(name);
  const text = await textAt(fetch, listingAddress(hub, name, revision), wait, signal);
  const { commit, files } = parseListing(hub, text, revision);
  const index = needsIndex(files)
    ? parseWeightIndex(await textAt(fetch, fileAddress(hub, name, commit, WEIGHT_INDEX), wait, signal))
    : null;
  return { hub, name, revision, commit, files: wantedFiles(files, SMALL_FILES, index) };
}

/**
 * Looks up a model and reads its configuration, so that a person sees what it is before it is downloaded.
 * @throws AppError as {@link lookUpModel}; `unsupported` that names the architecture or the adapter's setting
 */
export async function findModel(fetch: HubFetch, wanted: Wanted, wait: Wait, signal: AbortSignal): Promise<FoundModel> {
  const model = await lookUpModel(fetch, wanted, wait, signal);
  const textOf = (path: string) => textAt(fetch, fileAddress(model.hub, model.name, model.commit, path), wait, signal);
  if (holdsAdapter(model.files.map(({ path }) => path))) {
    const { settings, baseName } = parseAdapterConfig(await textOf(ADAPTER_CONFIG));
    return { kind: 'adapter', model, settings, baseName };
  }
  return { kind: 'model', model, config: parseModelConfig(await textOf('config.json')) };
}
