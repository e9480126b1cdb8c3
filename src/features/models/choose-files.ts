import type { ImportFile } from '../../worker/protocol';

/** Opens the browser's dialog for a model's folder or zip. Resolves with nothing when a person closes it. */
export function chooseModelFiles(kind: 'folder' | 'zip'): Promise<readonly ImportFile[]> {
  const input = document.createElement('input');
  input.type = 'file';
  if (kind === 'folder') input.webkitdirectory = true;
  else input.accept = '.zip';
  return new Promise((resolve) => {
    input.addEventListener('cancel', () => resolve([]));
    input.addEventListener('change', () => {
      resolve([...(input.files ?? [])].map((file) => ({ name: file.webkitRelativePath || file.name, file })));
    });
    input.click();
  });
}
