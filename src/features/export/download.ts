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
