export { chooseToken } from './choose-token';
export { randomOf } from './random';
export { parseSamplingSettings, type SamplingSettings } from './sampling-settings';
