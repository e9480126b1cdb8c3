export { chartsOf } from './chart-input';
export { NoisyChart } from './RunChart';
export { SessionNotices } from './RunNotices';
export { canResume } from './run-progress';
export { trainedRuns, useChosenRun, useRuns, useTrainedRun } from './runs';
export { SampleTimeline } from './SampleTimeline';
export { StatusBar, StatusHead } from './StatusHead';
export { chooseRun } from './state';
export { TrainScreen } from './TrainScreen';
