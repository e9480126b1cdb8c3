export { AddExample } from './AddExample';
export { CallCards, Conversation } from './Conversation';
export { DataScreen } from './DataScreen';
export { DropTarget } from './DropTarget';
export { chooseFiles, takeFiles } from './importing';
export { RecordInspector } from './RecordInspector';
export { searchRecords } from './state';
export { ToolList } from './ToolList';
export { addTools } from './tool-changes';
