import { memoryRequest, planMemory } from '../../core/memory';
import { parseModelConfig } from '../../core/weights';
import { capBuffers, largestTensorBytes } from '../../ml';
import type { RunCalls } from '../run-protocol';

/** Has the current device hold no more free buffers than fit into the run's plan. @returns a function that lifts the bound */
export function capBufferPool({ run, model, train, eval: evalRows }: RunCalls['openRun']['result']): () => void {
  const request = memoryRequest(parseModelConfig(model.configText), run.recipe, train, evalRows);
  const plan = planMemory({ ...request, checkpointing: run.checkpointing ?? false, maxTensorBytes: largestTensorBytes() });
  capBuffers(plan.total);
  return () => capBuffers(null);
}
