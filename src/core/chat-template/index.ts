export { families, familyOf } from './families';
export type { TemplateFamily } from './families/family';
export { type PromptOptions, renderPrompt, renderRecord } from './render-record';
