// report.json of a headless run. Names of settings and steps are Hugging Face's, as in the recipe.

import { type ExportCheck, relativeDifference } from '../core/exports';
import type { CaseResult, Metrics, Share, ToolCallScores } from '../core/metrics';
import type { Recipe } from '../core/recipe';
import type { Call } from '../core/record';
import type { SourceReport } from '../core/source-report';
import type { DeviceInfo, EvalPoint, Run, StepReport } from '../core/training';
import type { ElementType } from '../core/weights';
import type { ModelSummary } from '../worker/protocol';

export interface SampleAnswer {
  readonly request: string;
  readonly kind: string;
  readonly expected: string;
  readonly before: string;
  readonly after: string;
}

export interface HeadlessReport {
  readonly version: 1;
  readonly recipe: Recipe;
  /** Known settings of the recipe that mean nothing here. */
  readonly ignored: readonly string[];
  readonly model: Pick<ModelSummary, 'id' | 'name' | 'architecture' | 'parameters' | 'origin'>;
  readonly adapter: DeviceInfo;
  readonly rows: { readonly read: number; readonly taken: number; readonly refused: number; readonly train: number; readonly eval: number };
  readonly refusals: readonly { readonly file: string; readonly line: number; readonly message: string; readonly remedy: string }[];
  /** Of one epoch. */
  readonly tokens: { readonly total: number; readonly trained: number };
  readonly steps: readonly Readonly<Record<'step' | 'epoch' | 'loss' | 'learning_rate' | 'grad_norm' | 'tokens', number>>[];
  readonly eval_losses: readonly EvalPoint[];
  readonly tokens_per_second: number;
  readonly evaluation: { readonly base: ReportedMetrics; readonly tuned: ReportedMetrics } | null;
  readonly samples: readonly SampleAnswer[];
  readonly seconds: Readonly<Record<string, number>>;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  /** Of the whole model as it was exported: its logits against the trained one's. null where the weights are the same bits. */
  readonly export_check: ReportedCheck | null;
}

interface ReportedCheck {
  readonly dtype: ElementType;
  readonly positions: number;
  readonly same_next_token: number;
  readonly largest_difference: number;
  readonly largest_logit: number;
  /** largest_difference / largest_logit. */
  readonly relative_difference: number;
}

type ReportedMetrics = { readonly n: number } & Metrics;

/** What is gathered on the way. */
export interface Gathered {
  readonly recipe: Recipe;
  readonly ignored: readonly string[];
  readonly model: ModelSummary;
  readonly device: DeviceInfo;
  readonly sources: readonly SourceReport[];
  readonly split: { readonly train: number; readonly eval: number };
  readonly run: Run;
  readonly steps: readonly StepReport[];
  readonly evaluation: ToolCallScores | null;
  readonly samples: readonly SampleAnswer[];
  readonly seconds: Readonly<Record<string, number>>;
  readonly files: readonly { readonly name: string; readonly bytes: number }[];
  readonly exportCheck: ExportCheck | null;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function reported({ metrics }: ToolCallScores['base']): ReportedMetrics {
  return { n: metrics.exact.of, ...metrics };
}

/** Calls as the function_call format writes their content: `get_weather({"city": "北京"})`; `–` for none. */
export function callText(calls: readonly Call[]): string {
  return calls.length === 0 ? '–' : calls.map((call) => `${call.name}(${call.argumentsText})`).join(' ');
}

/** One case of each kind, right answers first: what a person looks at to see what was learned. */
export function typicalCases({ base, tuned }: ToolCallScores): SampleAnswer[] {
  const pairs = tuned.cases.map((after, index) => ({ after, before: base.cases[index] }));
  const kinds = [...new Set(tuned.cases.map((each) => each.kind))];
  return kinds.flatMap((kind) => {
    const ofKind = pairs.filter(({ after }) => after.kind === kind);
    const shown = ofKind.find(({ after }) => after.verdict === 'exact') ?? ofKind[0];
    return shown ? [sampleOf(shown.after, shown.before)] : [];
  });
}

function sampleOf(after: CaseResult, before: CaseResult | undefined): SampleAnswer {
  return {
    request: after.request,
    kind: after.kind,
    expected: callText(after.expected),
    before: before?.answerText ?? '',
    after: after.answerText,
  };
}

/** Tokens that are not padding, over the seconds of training. */
export function tokensPerSecond(steps: readonly StepReport[]): number {
  const seconds = steps.at(-1)?.seconds ?? 0;
  return seconds > 0 ? sum(steps.map((step) => step.tokens)) / seconds : 0;
}

export function percent({ right, of }: Share): string {
  return of === 0 ? '–' : `${right} of ${of} (${Math.round((100 * right) / of)} %)`;
}

/** A list of tools or a recipe is a source too, but holds no rows. */
function holdsRows({ formats }: SourceReport): boolean {
  return !Object.keys(formats).some((format) => format === 'tools' || format === 'recipe');
}

export function buildReport(from: Gathered): HeadlessReport {
  const { model, run, evaluation } = from;
  const sources = from.sources.filter(holdsRows);
  const refusals = sources.flatMap((source) => source.rejected);
  const read = sum(sources.map((source) => source.read));
  const taken = sum(sources.map((source) => source.accepted));
  return {
    version: 1,
    recipe: from.recipe,
    ignored: from.ignored,
    model: {
      id: model.id,
      name: model.name,
      architecture: model.architecture,
      parameters: model.parameters,
      ...(model.origin ? { origin: model.origin } : {}),
    },
    adapter: from.device,
    rows: { read, taken, refused: read - taken, ...from.split },
    refusals: refusals.map(({ file, line, message, remedy }) => ({ file, line, message, remedy })),
    tokens: { total: run.plan.tokensPerEpoch, trained: run.plan.trainedTokensPerEpoch },
    steps: from.steps.map(({ step, epoch, loss, learningRate, gradientNorm, tokens }) => ({
      step,
      epoch,
      loss,
      learning_rate: learningRate,
      grad_norm: gradientNorm,
      tokens,
    })),
    eval_losses: run.evalPoints,
    tokens_per_second: tokensPerSecond(from.steps),
    evaluation: evaluation ? { base: reported(evaluation.base), tuned: reported(evaluation.tuned) } : null,
    samples: from.samples,
    seconds: from.seconds,
    files: from.files,
    export_check: from.exportCheck && reportedCheck(from.exportCheck),
  };
}

function reportedCheck(check: ExportCheck): ReportedCheck {
  return {
    dtype: check.dtype,
    positions: check.positions,
    same_next_token: check.sameNextToken,
    largest_difference: check.largestDifference,
    largest_logit: check.largestLogit,
    relative_difference: relativeDifference(check),
  };
}
