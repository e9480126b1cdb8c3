export { chooseToken, randomOf } from './choose-token';
export { LONGEST_SAMPLE, parseSamplingSettings, type SamplingSettings } from './sampling-settings';
