export { exportFileName } from './file-names';
export { type FormatId, LOST_CODES, type LostCode, type RowFormat, type WrittenRow } from './format';
export { columnsOf, isColumnName } from './layout';
export { openSource, type SourceReader } from './open-source';
export { REFUSAL_CODES, type RefusalCode } from './refusal';
export { formats, writeRow } from './registry';
export { toolListNode, toolNode } from './tool';
export { readToolDocument } from './tool-document';
