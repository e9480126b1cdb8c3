export { CALL_END, CALL_START, hasTurnMarkers, THINK_END, THINK_START, TURN_END, TURN_START } from './markers';
export { type FunctionCallReason, type ParsedTurns, parseTurns, readTurns } from './parse';
export { type ReadAnswer, readAnswer } from './read-answer';
export { renderTurns, type TurnOptions, writeAnswer, writeCall } from './write';
