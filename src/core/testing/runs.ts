// A run, its plan and a device for tests. A test overrides the fields it is about.

import { defaultRecipe } from '../recipe';
import type { DeviceInfo, Run, TrainingPlan } from '../training';

export const testPlan: TrainingPlan = {
  examples: 240,
  sequences: 10,
  paddingShare: 0,
  tokensPerEpoch: 12_000,
  trainedTokensPerEpoch: 5000,
  stepsPerEpoch: 30,
  steps: 90,
  warmupSteps: 3,
  truncated: 0,
  dropped: [],
};

export const testDevice: DeviceInfo = {
  backend: 'webgpu',
  reason: 'real-adapter',
  vendor: '',
  architecture: '',
  description: '',
  f16: false,
  fallbackAdapter: false,
  limits: {},
};

/** A run before its first step. */
export function testRun(changes: Partial<Run>): Run {
  return {
    id: 'run',
    projectId: 'project',
    name: 'run',
    createdAt: 0,
    recipe: defaultRecipe(),
    modelId: 'tiny',
    state: 'paused',
    plan: testPlan,
    device: null,
    step: 0,
    checkpoints: [],
    log: [],
    evalPoints: [],
    seconds: 0,
    ...changes,
  };
}
