// Words of a result, from its verdict.

import type { CaseResult } from '../../core/metrics';
import type { Dictionary } from '../../i18n';

export function verdictText({ verdict, difference }: Pick<CaseResult, 'verdict' | 'difference'>, t: Dictionary): string {
  return t.evaluate.verdicts[verdict](difference);
}
