export { languageOf, type TemplateLanguage } from './language';
export { type MadeRows, makeRows, templateSource } from './make-rows';
export { proposePlan, proposeTool, type TemplatePlan, type ToolTemplates, withTools } from './plan';
export { type PlannedRows, planRows } from './plan-rows';
export { type TemplateProblem, templateProblems } from './problems';
export { type LeftReason, type LeftRow, type RowSentences, rowSentences, withRowSentences } from './row-sentences';
