export { chooseToken } from './choose-token';
export { LONGEST_SAMPLE } from './longest-sample';
export { randomOf } from './random';
export { parseSamplingSettings, type SamplingSettings } from './sampling-settings';
