export { languageOf, type TemplateLanguage } from './language';
export { type MadeRows, makeRows } from './make-rows';
export { proposePlan, proposeTool, type TemplatePlan, type ToolTemplates, withoutBlankLines, withTools } from './plan';
export { type TemplateProblem, templateProblems } from './problems';
export { type LeftReason, type LeftRow, type RowSentences, rowSentences, withRowSentences } from './row-sentences';
