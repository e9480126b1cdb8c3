export { familyOf } from './families';
export { type PromptOptions, renderPrompt, renderRecord } from './render-record';
