// The files of a folder that a person dropped or chose, or of the one zip that holds it.

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

export function split(path: string): [folder: string, name: string] {
  const at = path.lastIndexOf('/');
  return [path.slice(0, at + 1), path.slice(at + 1)];
}

/** The text of a file beside the weights. @throws AppError `bad-input` when it is larger than any of them */
export async function smallText(file: FolderFile): Promise<string> {
  requireSmallFile([file]);
  const decoder = new TextDecoder();
  let text = '';
  for await (const part of file.stream()) text += decoder.decode(part, { stream: true });
  return text + decoder.decode();
}
