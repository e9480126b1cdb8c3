// Files and folders from a drop, a paste or a file dialog, as the data worker takes them.

import type { ImportFile } from '../../worker/protocol';

/** A folder can hold anything: more files than this is a mistake. */
const MOST_FILES = 2000;

async function entriesOf(folder: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = folder.createReader();
  const all: FileSystemEntry[] = [];
  // readEntries answers at most 100 at a time, and an empty list at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return all;
    all.push(...some);
    if (all.length > MOST_FILES) return all.slice(0, MOST_FILES);
  }
}

function isFolder(entry: FileSystemEntry): entry is FileSystemDirectoryEntry {
  return entry.isDirectory;
}

function isFile(entry: FileSystemEntry): entry is FileSystemFileEntry {
  return entry.isFile;
}

async function walk(entry: FileSystemEntry, path: string): Promise<ImportFile[]> {
  if (entry.name.startsWith('.')) return [];
  const name = path === '' ? entry.name : `${path}/${entry.name}`;
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ name, file }];
  }
  if (!isFolder(entry)) return [];
  const inside = await Promise.all((await entriesOf(entry)).map((child) => walk(child, name)));
  return inside.flat();
}

/** Call it inside the event: the browser empties the list afterwards. */
export function filesOfTransfer(transfer: DataTransfer): Promise<readonly ImportFile[]> {
  const entries = [...transfer.items].map((item) => (item.kind === 'file' ? item.webkitGetAsEntry() : null));
  const plain = [...transfer.files].map((file) => ({ name: file.name, file }));
  const known = entries.filter((entry) => entry !== null);
  if (known.length === 0) return Promise.resolve(plain);
  return Promise.all(known.map((entry) => walk(entry, ''))).then((files) => files.flat());
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** A Hugging Face folder (config.json and safetensors side by side) or a zip, which can only be one. */
export function isModel(files: readonly ImportFile[]): boolean {
  const names = files.map((file) => baseName(file.name));
  if (files.length === 1 && names[0]?.endsWith('.zip')) return true;
  return names.includes('config.json') && names.some((name) => name.endsWith('.safetensors'));
}

/** Paths relative to the folder that holds config.json; what lies elsewhere is left out. */
export function relativeToModel(files: readonly ImportFile[]): readonly ImportFile[] {
  const config = files.find((file) => baseName(file.name) === 'config.json');
  if (!config) return files;
  const folder = config.name.slice(0, config.name.length - 'config.json'.length);
  return files.filter((file) => file.name.startsWith(folder)).map(({ name, file }) => ({ name: name.slice(folder.length), file }));
}

/** Pasted text that looks like JSON or JSONL, as a file; null for anything else. */
export function fileOfText(text: string, name: string): ImportFile | null {
  if (!/^\uFEFF?\s*[{[]/.test(text)) return null;
  return { name, file: new Blob([text], { type: 'application/jsonl' }) };
}

/** The recipe, where nothing else was dropped with it. */
export function onlyRecipe(files: readonly ImportFile[]): Blob | null {
  const [first] = files;
  return first && files.length === 1 && /\.ya?ml$/i.test(first.name) ? first.file : null;
}

/** Pasted text that begins like a `config.yaml`: with one of its sections. */
export function looksLikeRecipe(text: string): boolean {
  return /^(version|dataset|model|format|train|lora|export):/m.test(text) && !/^\uFEFF?\s*[{[]/.test(text);
}
