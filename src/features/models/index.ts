export { AboutStarter } from './AboutStarter';
export { loraText } from './lora-text';
export { ModelsDialog } from './ModelsDialog';
export { showModels } from './state';
