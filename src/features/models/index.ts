export { ModelsDialog } from './ModelsDialog';
export { showModels } from './state';
