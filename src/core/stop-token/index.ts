export { endIds, STOP_TOKEN_CODES, stopTokenNotices, taughtStop } from './stop-token';
export { isUntrainedRow } from './untrained-row';
