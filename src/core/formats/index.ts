export { LOST_CODES, type LostCode, type RowFormat, type WrittenRow } from './format';
export { withoutNotes } from './layout';
export { type FormatId, formats, writeRow } from './registry';
export { REJECTION_CODES, type RejectionCode, reject } from './rejection';
export { createSourceReader, type SourceReader } from './source-reader';
export { readToolList, toolListNode, toolNode } from './tool';
