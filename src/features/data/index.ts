export { DataScreen } from './DataScreen';
export { DropTarget } from './DropTarget';
export { takeFiles } from './importing';
export { searchRecords } from './state';
