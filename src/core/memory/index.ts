export { MEMORY_PARTS, type MemoryPart, type MemoryParts, type MemoryPlan, type MemoryRequest, planMemory } from './plan-memory';
export { choosesCheckpointing, type MemorySettings, type Proposal, proposeSettings } from './propose';
