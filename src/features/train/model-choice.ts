// The recipe's model as the select shows it, and a model's files from the browser's file dialog.

import type { ModelSource, Recipe } from '../../core/recipe/recipe';
import type { ImportFile, ModelSummary } from '../../worker/protocol';

/** Id of the model a recipe names: `starter`, a stored model's id, or what is not stored here. */
export function modelIdOf(model: ModelSource): string {
  if ('source' in model) return model.source;
  return 'folder' in model ? model.folder : model.hub;
}

/** The same recipe on another model. A model without a template of its own takes the brief's dialect. */
export function withModel(recipe: Recipe, model: Pick<ModelSummary, 'id' | 'hasChatTemplate'>): Recipe {
  return {
    ...recipe,
    model: model.id === 'starter' ? { source: 'starter' } : { folder: model.id },
    format: model.hasChatTemplate ? recipe.format : 'function_call',
  };
}

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
