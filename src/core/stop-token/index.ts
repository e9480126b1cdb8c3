export { endIds, STOP_TOKEN_CODES, stopTokenNotices, taughtStop } from './stop-token';
export { trainedShare } from './trained-share';
