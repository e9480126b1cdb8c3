export { trainedRuns, useChosenRun, useRuns, useTrainedRun } from './runs';
export { chooseRun } from './state';
export { TrainScreen } from './TrainScreen';
