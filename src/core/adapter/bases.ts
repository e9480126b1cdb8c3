// Which stored models an adapter may belong to, by what its configuration says of its base.

import type { ModelInfo } from '../model-info';

interface StoredModel extends Pick<ModelInfo, 'id' | 'name' | 'origin'> {
  readonly fromZero: boolean;
}

/** Those of the models that the adapter names; where it names none, all. Random weights are no base: they are others in each run. */
export function basesNamed<Model extends StoredModel>(baseName: string, models: readonly Model[]): readonly Model[] {
  const short = baseName.split(/[\\/]/).findLast((part) => part !== '');
  const isNamed = ({ id, name, origin }: Model) =>
    short === undefined || name === short || id === short || name === baseName || (origin?.kind === 'hub' && origin.name === baseName);
  return models.filter((model) => !model.fromZero && isNamed(model));
}
