export {
  type EvaluationSize,
  MEMORY_PARTS,
  type MemoryPart,
  type MemoryParts,
  type MemoryPlan,
  type MemoryRequest,
  planMemory,
} from './plan-memory';
export { choosesCheckpointing, DEFAULT_BUDGET, type MemorySettings, type Proposal, proposeSettings } from './propose';
export { memoryRequest, type UndecidedRequest } from './request';
export { smallestPlan } from './smallest';
