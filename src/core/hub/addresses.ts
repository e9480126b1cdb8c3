// Addresses at a hub, as in huggingface.co/docs/hub/api and huggingface_hub's file_download.py, and in modelscope's
// hub/api.py. Files of ModelScope are at /models/{name}/resolve/{revision}/{path}.

import { AppError } from '../failure';
import type { Hub } from './hub';

const NAME = /^[A-Za-z0-9_][\w.-]*(\/[A-Za-z0-9_][\w.-]*)?$/;

/** Whether a hub could have a model of this name. */
export function isModelName(name: string): boolean {
  return NAME.test(name) && !name.includes('..');
}

/** @throws AppError `bad-input` if the text is not a model name */
export function checkModelName(name: string): void {
  if (isModelName(name)) return;
  throw new AppError({
    code: 'bad-input',
    reason: 'hub_name',
    message: `${JSON.stringify(name)} is not a model name.`,
    remedy: 'Enter owner/model as on the hub, such as Qwen/Qwen3-0.6B.',
    values: { name },
  });
}

/** Address of the list of a model's files. @param revision branch, tag or commit */
export function listingAddress({ address, layout }: Hub, name: string, revision: string): string {
  const at = encodeURIComponent(revision);
  return layout === 'modelscope'
    ? `${address}/api/v1/models/${name}/repo/files?Revision=${at}&Recursive=true`
    : `${address}/api/models/${name}/revision/${at}?blobs=true`;
}

/** Address of one file. @param commit of the revision */
export function fileAddress({ address, layout }: Hub, name: string, commit: string, path: string): string {
  const file = path.split('/').map(encodeURIComponent).join('/');
  const model = layout === 'modelscope' ? `models/${name}` : name;
  return `${address}/${model}/resolve/${encodeURIComponent(commit)}/${file}`;
}
