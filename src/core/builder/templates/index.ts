export type { TemplateLanguage } from './language';
export { type MadeRows, makeRows } from './make-rows';
export { defaultHeldOut, defaultRows, proposePlan, proposeTool, type TemplatePlan, type ToolTemplates } from './plan';
export { type TemplateProblem, templateProblems } from './problems';
