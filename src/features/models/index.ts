export { AboutStarter } from './AboutStarter';
export { addFiles } from './add-files';
export { loraText } from './lora-text';
export { ModelsDialog } from './ModelsDialog';
export { throughFrame } from './network-frame';
export { showModels } from './state';
