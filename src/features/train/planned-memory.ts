// What a run of these settings will hold on the device that is there, and settings that fit.

import {
  choosesCheckpointing,
  type MemoryPlan,
  type Proposal,
  planMemory,
  proposeSettings,
  type UndecidedRequest,
} from '../../core/memory';
import type { TrainSettings } from '../../core/recipe';
import type { DeviceInfo } from '../../core/training';

export interface PlannedMemory {
  readonly plan: MemoryPlan;
  readonly checkpointing: boolean;
  readonly fits: boolean;
  /** null where the settings fit, or none do. */
  readonly proposal: Proposal | null;
}

/**
 * @param device null while it is not known: nothing limits a tensor then
 * @param budget bytes
 */
export function plannedMemory(rows: UndecidedRequest, train: TrainSettings, device: DeviceInfo | null, budget: number): PlannedMemory {
  const request = { ...rows, maxTensorBytes: device?.maxTensorBytes };
  const { gradient_checkpointing: chosen, max_length } = train;
  const checkpointing = chosen === 'auto' ? choosesCheckpointing(request, budget) : chosen;
  const plan = planMemory({ ...request, checkpointing });
  const fits = plan.total <= budget;
  return {
    plan,
    checkpointing,
    fits,
    proposal: fits ? null : proposeSettings({ ...request, checkpointing: chosen === true }, max_length, budget),
  };
}
