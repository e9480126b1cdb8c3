export { canResume } from './run-progress';
export { trainedRuns, useChosenRun, useRuns, useTrainedRun } from './runs';
export { StatusBar, StatusHead } from './StatusHead';
export { chooseRun } from './state';
export { TrainScreen } from './TrainScreen';
