import { isBuiltIn } from '../../core/built-in-models';
import type { Dictionary } from '../../i18n';
import type { ModelSummary } from '../../worker/protocol';

/** A stored model's own name; what is part of the page is called in the page's language. */
export function modelName({ id, name }: ModelSummary, t: Dictionary): string {
  return isBuiltIn(id) ? t.models.builtIn[id].name : name;
}
