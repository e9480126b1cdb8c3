export { MEMORY_PARTS, type MemoryPlan, planMemory } from './plan-memory';
export { choosesCheckpointing, DEFAULT_BUDGET, type MemorySettings, type Proposal, proposeSettings, smallestPlan } from './propose';
export { type MemoryRequest, memoryRequest, type UndecidedRequest } from './request';
