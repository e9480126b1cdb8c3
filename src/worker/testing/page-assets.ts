import { readFile } from 'node:fs/promises';
import { AppError } from '../../core/failure';

/** Reads a file below the page's address from public/. @throws AppError `not-found` */
export async function readAsset(path: string): Promise<Blob> {
  try {
    return new Blob([new Uint8Array(await readFile(new URL(`../../../public/${path}`, import.meta.url)))]);
  } catch {
    throw new AppError({ code: 'not-found', message: path });
  }
}
