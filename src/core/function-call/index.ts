export { CALL_END, CALL_START, hasTurnMarkers, THINK_END, THINK_START, TURN_END, TURN_START } from './markers';
export { type DialectReason, parseDialect, type ReadDialect, readDialect } from './parse';
export { type ReadAnswer, readAnswer } from './read-answer';
export { type DialectOptions, renderDialect, writeAnswer, writeCall } from './write';
