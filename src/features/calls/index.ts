// Calls as a person reads them: cards, and expected against actual with the differences marked.

export { AnswerText, CallCard, CallLines } from './CallLine';
export { callText } from './call-difference';
