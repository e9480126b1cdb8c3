import { memoryRequest, planMemory } from '../../core/memory';
import { parseModelConfig } from '../../core/weights';
import { boundBuffers, largestTensorBytes } from '../../ml';
import type { RunCalls } from '../run-protocol';

/** Has the current device hold no more free buffers than fit into the run's plan. @returns a function that lifts the bound */
export function boundToPlan({ run, model, train, eval: evalRows }: RunCalls['openRun']['result']): () => void {
  const request = memoryRequest(parseModelConfig(model.configText), run.recipe, train, evalRows);
  const plan = planMemory({ ...request, checkpointing: run.checkpointing ?? false, maxTensorBytes: largestTensorBytes() });
  boundBuffers(plan.total);
  return () => boundBuffers(null);
}
