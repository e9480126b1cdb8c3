export { hasTurnMarkers } from './markers';
export { readAnswer } from './read-answer';
export { readTurns } from './read-turns';
export { renderTurns, writeAnswer } from './write-turns';
