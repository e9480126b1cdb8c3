export { CallCards, Conversation } from './Conversation';
export { DataScreen } from './DataScreen';
export { DropTarget } from './DropTarget';
export { takeFiles } from './importing';
export { RecordInspector } from './RecordInspector';
export { searchRecords } from './state';
