export { canonicalJson } from './canonical';
export { type CheckpointMetadata, type RunIdentity, readMetadata, requireSameRun, writeMetadata } from './metadata';
