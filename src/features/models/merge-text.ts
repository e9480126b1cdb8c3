import { type ExportCheck, relativeDifference } from '../../core/exports';
import type { Dictionary, Format } from '../../i18n';

/** How far a merged model computes from its base and adapter, in one sentence. */
export function mergeText(check: ExportCheck, t: Dictionary, format: Format): string {
  const share = `${(100 * relativeDifference(check)).toPrecision(2)} %`;
  return t.models.mergeChecked(share, format.number(check.sameNextToken), format.number(check.positions));
}
