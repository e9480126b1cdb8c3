// config.yaml to a recipe. A wrong or unknown field is an error with its line; what Hugging Face knows and a run here
// does not need is passed over and listed; what it knows and a run here cannot do is an error, never passed over.

import { exportKinds } from '../exports';
import { AppError, type FailureCode } from '../failure';
import { nearestName } from '../nearest-name';
import { targetModules } from './defaults';
import { describeIssue } from './describe-issue';
import { asksForMore, loraNames, neutralLora, neutralTraining, trainingNames } from './hugging-face-names';
import type { Recipe } from './recipe';
import { fieldNames, recipeSchema } from './schema';
import { type Path, readYaml, type YamlDocument } from './yaml-document';

export interface ParsedRecipe {
  readonly recipe: Recipe;
  /** Fields that were understood and mean nothing here, e.g. `bf16`; `warmup_ratio` where `warmup_steps` took its place. */
  readonly ignored: readonly string[];
}

type Fields = Readonly<Record<string, unknown>>;

/** Exports and schedules of the design or of Hugging Face that are not built yet. */
const laterExports: readonly unknown[] = ['bundle'];
const laterSchedules: readonly unknown[] = [
  ...['cosine_with_restarts', 'polynomial', 'inverse_sqrt', 'reduce_lr_on_plateau', 'cosine_with_min_lr'],
  ...['cosine_warmup_with_min_lr', 'warmup_stable_decay', 'greedy'],
];

/** @throws AppError `bad-input` or `unsupported` with the line, and the nearest name for a misspelt field */
export function parseRecipe(text: string): ParsedRecipe {
  const document = readYaml(text);
  const root = fieldsOf(document.value);
  if (!root)
    throw fault(document, 'bad-input', [], 'A recipe is a list of sections.', 'Begin with "version: 1", then dataset, model and train.');
  for (const section of Object.keys(fieldNames)) checkNames(document, section, section === '' ? root : fieldsOf(root[section]));
  checkUnsupported(document, root);
  const ignored: string[] = [];
  const train = readTrain(document, root['train'], ignored);
  const lora = readLora(root['lora'], ignored);
  const parsed = recipeSchema.safeParse({
    ...root,
    ...(train === undefined ? {} : { train }),
    ...(lora === undefined ? {} : { lora }),
    ...(Array.isArray(root['export']) ? { export: readExports(root['export'], ignored) } : {}),
  });
  if (parsed.success) {
    const { tools, ...dataset } = parsed.data.dataset;
    return { recipe: { ...parsed.data, dataset: tools === undefined ? dataset : { ...dataset, tools } }, ignored };
  }
  const [issue] = parsed.error.issues;
  const path = (issue?.path ?? []).filter((step) => typeof step !== 'symbol');
  const name = path.join('.') || 'the recipe';
  const what = issue ? describeIssue(issue) : 'cannot be read';
  throw fault(
    document,
    'bad-input',
    path,
    `${name} ${what}, not ${shown(document.value, path)}.`,
    'Correct the value or leave the field out.',
  );
}

function checkNames(document: YamlDocument, section: string, fields: Fields | undefined): void {
  const own = fieldNames[section] ?? [];
  const foreign = section === 'train' ? ['warmup_ratio', ...trainingNames] : section === 'lora' ? [...loraNames] : [];
  for (const name of Object.keys(fields ?? {})) {
    if (own.includes(name) || foreign.includes(name)) continue;
    throw unknownField(document, section, name, [...own, ...foreign]);
  }
}

function checkUnsupported(document: YamlDocument, root: Fields): void {
  const train = fieldsOf(root['train']) ?? {};
  const later = (path: Path, what: string, remedy: string) => fault(document, 'unsupported', path, `${what} is not built yet.`, remedy);
  if (train['method'] === 'qlora') {
    throw later(['train', 'method'], 'method: qlora', 'Write "method: lora": the base weights are not quantized.');
  }
  if (laterSchedules.includes(train['lr_scheduler_type'])) {
    const path = ['train', 'lr_scheduler_type'];
    throw later(path, `lr_scheduler_type: ${train['lr_scheduler_type']}`, 'Take cosine, linear, constant or constant_with_warmup.');
  }
  for (const [section, neutral] of [['train', neutralTraining] as const, ['lora', neutralLora] as const]) {
    for (const [name, value] of Object.entries(fieldsOf(root[section]) ?? {})) {
      if (!asksForMore(neutral, name, value)) continue;
      throw later([section, name], `${name}: ${JSON.stringify(value)}`, `Leave ${name} out.`);
    }
  }
  const exports = Array.isArray(root['export']) ? root['export'] : [];
  const position = exports.findIndex((kind) => laterExports.includes(kind));
  if (position !== -1) throw later(['export', position], `export: ${exports[position]}`, `Choose from: ${exportKinds.join(', ')}.`);
}

/** The section `train` with our fields only; what else it holds goes to `ignored`. */
function readTrain(document: YamlDocument, section: unknown, ignored: string[]): unknown {
  const fields = fieldsOf(section);
  if (!fields) return section;
  const { warmup_ratio, ...rest } = fields;
  const own = Object.fromEntries(Object.entries(rest).filter(([name]) => !trainingNames.has(name)));
  ignored.push(...Object.keys(rest).filter((name) => trainingNames.has(name)));
  if (warmup_ratio === undefined) return own;
  if (typeof warmup_ratio !== 'number' || !(warmup_ratio >= 0 && warmup_ratio < 1)) {
    const path = ['train', 'warmup_ratio'];
    throw fault(
      document,
      'bad-input',
      path,
      `train.warmup_ratio must be a share from 0 to below 1, not ${shown(warmup_ratio, [])}.`,
      'Correct it.',
    );
  }
  ignored.push('warmup_ratio');
  return own['warmup_steps'] === undefined ? { ...own, warmup_steps: warmup_ratio } : own;
}

/** The section `lora` with our fields only; what else it holds goes to `ignored`. PEFT's `all-linear` is all seven. */
function readLora(section: unknown, ignored: string[]): unknown {
  const fields = fieldsOf(section);
  if (!fields) return section;
  ignored.push(...Object.keys(fields).flatMap((name) => (loraNames.has(name) ? `lora.${name}` : [])));
  const own = Object.fromEntries(Object.entries(fields).filter(([name]) => !loraNames.has(name)));
  return own['target_modules'] === 'all-linear' ? { ...own, target_modules: targetModules } : own;
}

/** Export kinds under their present names; an earlier name is listed. */
function readExports(kinds: readonly unknown[], ignored: string[]): unknown[] {
  if (kinds.includes('common')) ignored.push('export: common');
  return kinds.map((kind) => (kind === 'common' ? 'function_call_messages' : kind));
}

function unknownField(document: YamlDocument, section: string, name: string, names: Iterable<string>): AppError {
  const place = section === '' ? [name] : [section, name];
  const nearest = nearestName(name, names);
  const remedy = nearest === null ? 'Remove it, or look its name up in the list of fields.' : `Did you mean "${nearest}"?`;
  return fault(document, 'bad-input', place, `Unknown field "${place.join('.')}".`, remedy);
}

function fault(document: YamlDocument, code: FailureCode, path: Path, what: string, remedy: string): AppError {
  const line = document.lineOf(path);
  return new AppError({ code, message: `Line ${line}: ${what}`, remedy, place: { line } });
}

function fieldsOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value)) : undefined;
}

/** The value at `path`, short enough for a sentence. */
function shown(root: unknown, path: Path): string {
  const value = path.reduce<unknown>(
    (node, step) => (typeof node === 'object' && node !== null ? Reflect.get(node, step) : undefined),
    root,
  );
  return value === undefined ? 'left out' : (JSON.stringify(value) ?? String(value)).slice(0, 60);
}
