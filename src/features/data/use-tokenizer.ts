import { useEffect, useState } from 'react';
import type { ProjectView } from '../../worker/protocol';
import { useProject, workers } from '../project';
import { modelIdOf } from '../token-view';

/**
 * Loads the tokenizer of the project's model in the data worker: the table counts tokens once it is there.
 * @returns id of the loaded tokenizer and the format; null until then.
 */
export function useTokenizer({ recipe }: ProjectView): string | null {
  const models = useProject((state) => state.models);
  const tokenizerId = modelIdOf(recipe, models);
  const { format } = recipe;
  const [loaded, setLoaded] = useState<string | null>(null);
  useEffect(() => {
    let current = true;
    workers()
      .then(({ data }) => data.call('loadTokenizer', { tokenizerId }))
      .then(
        () => current && setLoaded(`${tokenizerId} ${format}`),
        // Without it the column stays unknown; Check and the lens say why.
        () => undefined,
      );
    return () => {
      current = false;
    };
  }, [tokenizerId, format]);
  return loaded;
}
