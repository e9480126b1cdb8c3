export { exportFileName } from './file-names';
export { type FormatId, LOST_CODES, type LostCode, type RowFormat, type WrittenRow } from './format';
export { columnsOf, isColumnName } from './layout';
export { formats, writeRow } from './registry';
export { REFUSAL_CODES, type RefusalCode } from './rejection';
export { openSource, type SourceReader } from './source-reader';
export { toolListNode, toolNode } from './tool';
export { readToolDocument } from './tool-document';
