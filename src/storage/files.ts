// Files in the origin private file system (OPFS). A file is complete only once `write` has resolved. A killed tab leaves
// torn files, so code that needs certainty stores a length and a checksum elsewhere (checkpoints.ts).

import { AppError } from '../core/failure';

export interface StoredFile {
  readonly path: string;
  readonly bytes: number;
}

/** Paths have `/` between names and none at either end. */
export interface FileStore {
  /** Opens a file; null when it does not exist. Its content is read when the Blob is. */
  open(path: string): Promise<Blob | null>;
  /**
   * Writes or replaces a file and creates its folders. The content is flushed when the promise resolves. Parts written
   * before an error stay.
   * @param from bytes of the existing file to keep; the parts follow them
   */
  write(path: string, parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>, from?: number): Promise<void>;
  /** Deletes a file or a folder with everything in it. A missing one is not an error. */
  delete(path: string): Promise<void>;
  /** Lists all files below a folder, in any order. */
  list(folder: string): Promise<StoredFile[]>;
}

function namesOf(path: string): [folders: string[], name: string] {
  const names = path.split('/');
  const name = names.pop();
  if (!name || [name, ...names].some((part) => part === '' || part === '.' || part === '..')) {
    throw new AppError({ code: 'bug', message: `"${path}" is not a path of a stored file.` });
  }
  return [names, name];
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotFoundError' || error.name === 'TypeMismatchError');
}

async function folderAt(root: FileSystemDirectoryHandle, names: readonly string[], create: boolean): Promise<FileSystemDirectoryHandle> {
  let folder = root;
  for (const name of names) folder = await folder.getDirectoryHandle(name, { create });
  return folder;
}

async function* filesBelow(folder: FileSystemDirectoryHandle, path: string): AsyncGenerator<StoredFile> {
  for await (const [name, handle] of folder.entries()) {
    const child = `${path}/${name}`;
    if (handle instanceof FileSystemDirectoryHandle) yield* filesBelow(handle, child);
    else if (handle instanceof FileSystemFileHandle) yield { path: child, bytes: (await handle.getFile()).size };
  }
}

async function writeParts(
  handle: FileSystemFileHandle,
  parts: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
  from: number,
): Promise<void> {
  const access = await handle.createSyncAccessHandle();
  try {
    access.truncate(from);
    let at = from;
    for await (const part of parts) {
      // A short write means the disk is full.
      const written = access.write(part, { at });
      if (written !== part.byteLength) throw new DOMException('The disk is full.', 'QuotaExceededError');
      at += written;
    }
    access.flush();
  } finally {
    access.close();
  }
}

/** Opens OPFS. @throws AppError `storage` where the browser has none (plain http, file://, private windows) */
export async function openFileSystem(): Promise<FileStore> {
  let root: FileSystemDirectoryHandle;
  try {
    root = await navigator.storage.getDirectory();
  } catch (error) {
    throw new AppError(
      {
        code: 'storage',
        reason: 'no_file_system',
        message: 'This browser does not give the page a private file system.',
        remedy: 'Open the studio at http://localhost or over https, in a normal window of a current browser.',
      },
      { cause: error },
    );
  }
  return {
    async open(path) {
      const [folders, name] = namesOf(path);
      try {
        const handle = await (await folderAt(root, folders, false)).getFileHandle(name);
        return await handle.getFile();
      } catch (error) {
        if (isAbsent(error)) return null;
        throw error;
      }
    },
    async write(path, parts, from = 0) {
      const [folders, name] = namesOf(path);
      const folder = await folderAt(root, folders, true);
      await writeParts(await folder.getFileHandle(name, { create: true }), parts, from);
    },
    async delete(path) {
      const [folders, name] = namesOf(path);
      try {
        await (await folderAt(root, folders, false)).removeEntry(name, { recursive: true });
      } catch (error) {
        if (!isAbsent(error)) throw error;
      }
    },
    async list(folder) {
      try {
        const found: StoredFile[] = [];
        for await (const file of filesBelow(await folderAt(root, folder.split('/'), false), folder)) found.push(file);
        return found;
      } catch (error) {
        if (isAbsent(error)) return [];
        throw error;
      }
    },
  };
}
