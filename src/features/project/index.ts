// The open project, its workers and everything the screens share. Other features import from here only.

export { attempt, dismissFailure, openProjectId, runTask, setView, showFailure, stopTask, workers } from './calls';
export { FailureBox } from './FailureBox';
export {
  addModel,
  askForPersistence,
  createProject,
  deleteAdapter,
  deleteModel,
  deleteProject,
  inspectModel,
  mergeAdapter,
  openProject,
  openSample,
  refreshDevice,
  refreshModels,
  refreshProject,
  refreshStorage,
  renameProject,
  setRecipe,
  startStudio,
} from './projects';
export { type ReadRecipe, readRecipe, type StoredHere, showRecipeText, useRecipeText } from './recipes';
export {
  addRecords,
  deleteRecords,
  edit,
  generateRecords,
  importFiles,
  redo,
  replaceRecords,
  runCheck,
  setTools,
  splitRecords,
  undo,
} from './records';
export { noticeTitle, operationName, sentenceOf, sentenceOfEnd } from './sentences';
export { type Busy, type ProjectState, type Task, type TrainingState, useProject } from './state';
export { TaskProgress } from './TaskProgress';
export { evaluateRun, isTraining, loadEvaluation, loadRun, pauseTraining, planTraining, resumeTraining, startTraining } from './training';
