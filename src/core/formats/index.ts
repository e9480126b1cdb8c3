export { LOST_CODES, type LostCode, type RowFormat, type WrittenRow } from './format';
export { withoutNotes } from './layout';
export { formats, writeRow } from './registry';
export { REJECTION_CODES, reject } from './rejection';
export { createSourceReader } from './source-reader';
export { readToolList, toolListNode, toolNode } from './tool';
