// What the Evaluate screen shows. Lives outside React, so that it is as it was when a person comes back to the step.

import { create } from 'zustand';
import type { Answer } from '../../worker/protocol';
import { useProject } from '../project';

export type CaseTab = 'failures' | 'all' | 'breakdown';

/** One question of the playground and both answers; null while they are being made. */
export interface Asked {
  readonly id: number;
  readonly request: string;
  readonly answers: { readonly base: Answer; readonly tuned: Answer } | null;
}

export interface EvaluateViewState {
  readonly tab: CaseTab;
  /** Index of the open case in the evaluation; null = the playground is shown. */
  readonly open: number | null;
  /** On narrow screens the panel at the side is shown when asked for. */
  readonly panel: boolean;
  readonly asked: readonly Asked[];
  /** What stands in the prompt box. */
  readonly request: string;
  /** System text of the questions; null = that of the project's rows. */
  readonly system: string | null;
  /** Tokens are chosen as the model's generation_config.json says, not greedily. */
  readonly asConfigured: boolean;
}

const fresh: EvaluateViewState = { tab: 'failures', open: null, panel: false, asked: [], request: '', system: null, asConfigured: false };

export const useEvaluateView = create<EvaluateViewState>(() => fresh);

// Another project: other cases, other questions. Another evaluation: the case numbers mean other cases.
useProject.subscribe((state, before) => {
  if (state.view?.id !== before.view?.id) useEvaluateView.setState(fresh);
  else if (state.evaluation !== before.evaluation) useEvaluateView.setState({ open: null });
});

export function openCase(index: number | null): void {
  useEvaluateView.setState({ open: index, panel: index !== null });
}
