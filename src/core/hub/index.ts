export { checkModelName, fileAddress, isModelName, listingAddress } from './addresses';
export { connectSources, type Hub, hubAt, type KnownHub, knownHubs, mainBranch } from './hub';
export { type HubFile, type HubModel, parseListing } from './listing';
export type { FrameReply, FrameRequest, OpenFrame } from './network-messages';
export { needsIndex, wantedFiles } from './wanted-files';
