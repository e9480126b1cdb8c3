export { type PlannedRows, planRows } from './generate-from-plan';
export { type MadeRows, makeRows, templateSource } from './generate-records';
export { languageOf, type TemplateLanguage } from './language';
export { proposePlan, proposeTool, type TemplatePlan, type ToolTemplates, withTools } from './plan';
export { type TemplateProblem, templateProblems } from './problems';
export { type LeftReason, type LeftRow, type RowSentences, rowSentences, withRowSentences } from './record-patterns';
