/** Long enough for any browser to have begun reading the blob. */
const REVOKED_AFTER_MILLISECONDS = 60_000;

/** Hands a file to the browser's downloads, under its name. */
export function download(fileName: string, blob: Blob): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = address;
  link.download = fileName;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), REVOKED_AFTER_MILLISECONDS);
}

/** Opens the browser's dialog for one file; null when a person closes it. @param accept e.g. `.yaml,.yml` */
export function chooseFile(accept: string): Promise<File | null> {
  const input = document.createElement('input');
  input.type = 'file';
  input.accept = accept;
  return new Promise((resolve) => {
    input.addEventListener('cancel', () => resolve(null));
    input.addEventListener('change', () => resolve(input.files?.[0] ?? null));
    input.click();
  });
}
