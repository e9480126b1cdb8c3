// What the rail says of each step. Pure: the same project gives the same words.

import type { Format } from '../i18n';
import type { ProjectView } from '../worker/protocol';
import type { StepId } from './screens';

export type RailMark = 'none' | 'good' | 'warning' | 'bad';

export interface RailState {
  /** `312`, `3`, `62 %`, `✓`; empty = nothing yet. */
  readonly text: string;
  readonly mark: RailMark;
}

export interface RailInput {
  readonly view: ProjectView | null;
  /** Share done of the training that runs now; null = none runs. */
  readonly training: number | null;
}

const nothing: RailState = { text: '', mark: 'none' };

function checkState({ latestCheck, records }: ProjectView, format: Format): RailState {
  if (!latestCheck || records === 0) return nothing;
  const { errors, warnings, stale } = latestCheck;
  if (stale) return { text: '…', mark: 'none' };
  if (errors > 0) return { text: format.number(errors), mark: 'bad' };
  if (warnings > 0) return { text: format.number(warnings), mark: 'warning' };
  return { text: '✓', mark: 'good' };
}

function trainState({ runs }: ProjectView, training: number | null, format: Format): RailState {
  if (training !== null) return { text: format.percent(training), mark: 'none' };
  const latest = runs.toSorted((a, b) => b.createdAt - a.createdAt)[0];
  if (!latest) return nothing;
  if (latest.state === 'done') return { text: '✓', mark: 'good' };
  if (latest.state === 'failed') return { text: '!', mark: 'bad' };
  return { text: format.percent(latest.steps > 0 ? latest.step / latest.steps : null), mark: 'none' };
}

export function railState(step: StepId, { view, training }: RailInput, format: Format): RailState {
  if (!view) return nothing;
  switch (step) {
    case 'data':
      return view.records > 0 ? { text: format.number(view.records), mark: 'none' } : nothing;
    case 'check':
      return checkState(view, format);
    case 'train':
      return trainState(view, training, format);
    case 'evaluate': {
      const scored = view.runs.filter((run) => run.exact !== null).toSorted((a, b) => b.createdAt - a.createdAt)[0];
      return scored ? { text: format.percent(scored.exact), mark: 'none' } : nothing;
    }
    case 'export':
      return nothing;
  }
}
