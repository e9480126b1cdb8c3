// The files of a folder that a person dropped or chose, or of a zip that holds one.

import { requireSmallFile } from '../../../core/weights';
import { partsOf } from '../../../storage/sha256';
import type { ImportFile } from '../../protocol';
import { readZip, safePath } from './read-zip';

export interface FolderFile {
  readonly path: string;
  readonly bytes: number;
  stream(): AsyncIterable<Uint8Array>;
}

export function fromZip(files: readonly ImportFile[]): boolean {
  return files.length === 1 && /\.zip$/i.test(files[0]?.name ?? '');
}

export async function folderFiles(files: readonly ImportFile[]): Promise<FolderFile[]> {
  const [only] = files;
  if (only && fromZip(files)) return readZip(only.file);
  return files.map(({ name, file }) => ({ path: safePath(name), bytes: file.size, stream: () => partsOf(file) }));
}

/** Splits a path into its folder, which ends in `/` or is empty, and its name. */
export function split(path: string): [folder: string, name: string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, at + 1), path.slice(at + 1)];
}

/** Reads a small file of a model as text. @throws AppError `bad-input` when it is too large to be one */
export async function smallText(file: FolderFile): Promise<string> {
  requireSmallFile([file]);
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of file.stream()) text += decoder.decode(part, { stream: true });
  return text + decoder.decode();
}
