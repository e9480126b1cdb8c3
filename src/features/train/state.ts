// What the Train screen shows. Lives outside React, so that it is as it was when a person comes back to the step.

import { create } from 'zustand';
import { useProject } from '../project';
import { DEFAULT_SMOOTHING } from './chart-data';

export interface TrainViewState {
  /** Run whose curves are shown, and which Evaluate and Export take; null = the newest. */
  readonly chosen: string | null;
  readonly smoothing: number;
  readonly logarithmic: boolean;
  /** Help below each setting; null = until the first run. */
  readonly explain: boolean | null;
}

export const useTrainView = create<TrainViewState>(() => ({
  chosen: null,
  smoothing: DEFAULT_SMOOTHING,
  logarithmic: false,
  explain: null,
}));

export function chooseRun(runId: string | null): void {
  useTrainView.setState({ chosen: runId });
}

useProject.subscribe((state, before) => {
  // Another project has other runs; a training that begins is the one to look at.
  if (state.view?.id !== before.view?.id) chooseRun(null);
  if (state.training && state.training.runId !== before.training?.runId) chooseRun(state.training.runId);
});
