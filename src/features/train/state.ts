// What the Train screen shows. Lives outside React, so that it is as it was when a person comes back to the step.

import { create } from 'zustand';
import { useProject } from '../project';
import { DEFAULT_SMOOTHING } from './chart-data';

export interface TrainViewState {
  /** Run whose curves are shown, and which Evaluate and Export take; null = the newest. */
  readonly chosen: string | null;
  /** Runs laid over each other, in the order in which they were taken; fewer than two compare nothing. */
  readonly compared: readonly string[];
  readonly smoothing: number;
  readonly logarithmic: boolean;
  /** Help below each setting; null = until the first run. */
  readonly explain: boolean | null;
}

export const useTrainView = create<TrainViewState>(() => ({
  chosen: null,
  compared: [],
  smoothing: DEFAULT_SMOOTHING,
  logarithmic: false,
  explain: null,
}));

export function chooseRun(runId: string | null): void {
  useTrainView.setState({ chosen: runId });
}

/** Most runs that a person can tell apart in one chart. */
export const MOST_COMPARED = 6;

/** Takes a run into the comparison, or out of it. */
export function compareRun(runId: string, taken: boolean): void {
  useTrainView.setState(({ compared }) => {
    const others = compared.filter((id) => id !== runId);
    return { compared: taken ? [...others, runId].slice(-MOST_COMPARED) : others };
  });
}

export function stopComparing(): void {
  useTrainView.setState({ compared: [] });
}

useProject.subscribe((state, before) => {
  // Another project has other runs; a training that begins is the one to look at.
  if (state.view?.id !== before.view?.id) useTrainView.setState({ chosen: null, compared: [] });
  if (state.training && state.training.runId !== before.training?.runId) chooseRun(state.training.runId);
});
