// Writes README.md of exported weights: what they are, what they were trained on, how good they are, and their limits.

import { type ExportCheck, relativeDifference } from '../../../core/exports';
import { METRICS, type Metric, type Share, type ToolCallScores } from '../../../core/metrics';
import type { Recipe } from '../../../core/recipe';
import type { StarterCard } from '../../../core/starter-card';
import type { Run } from '../../../core/training';
import type { ElementType } from '../../../core/weights';
import type { ModelSummary } from '../../protocol';
import { starterSection } from './starter-section';
import type { WeightsExporter } from './weights-exporter';

export interface ExportedWeights {
  readonly card: WeightsExporter['card'];
  readonly dtype: ElementType;
  /** Where others find the base model; null if they cannot get it. */
  readonly baseName: string | null;
  /** The adapter the run continued from. */
  readonly startName: string | null;
  readonly check: ExportCheck | null;
}

interface CardInput {
  readonly run: Run;
  readonly base: ModelSummary;
  /** Optimizer step of the exported weights. */
  readonly step: number;
  /** Records of each split. */
  readonly rows: { readonly train: number; readonly eval: number };
  readonly evaluation: ToolCallScores | null;
  readonly weights: ExportedWeights;
  /** The card of the starter, if that is the base model. */
  readonly starter: StarterCard | null;
  /** The recipe as config.yaml. */
  readonly recipeText: string;
}

function share({ right, of, low, high }: Share): string {
  if (of === 0) return '–';
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  return `${percent(right / of)} (${right} of ${of}; 95 % interval ${percent(low)} to ${percent(high)})`;
}

const LABELS: Readonly<Record<Metric, string>> = {
  exact: 'exact calls',
  name: 'tool name right',
  arguments: 'arguments right',
  noCall: 'no call where none was due',
};

/** @param before name of the model before the training */
function measured(evaluation: ToolCallScores | null, before: string): string {
  if (!evaluation) return 'Not measured: the run has no evaluation.';
  const { base, tuned } = evaluation;
  return [
    `On ${tuned.cases.length} held-out requests, after step ${evaluation.step}, greedy answers:`,
    '',
    `| | ${before} | this model |`,
    '|---|---|---|',
    ...METRICS.map((metric) => `| ${LABELS[metric]} | ${share(base.metrics[metric])} | ${share(tuned.metrics[metric])} |`),
  ].join('\n');
}

function formatLine({ format }: Recipe): string {
  return format === 'function_call'
    ? 'Calls are written as `<function_call>{"name": …, "arguments": {…}}</function_call>` in ChatML turns, without a list of tools in the prompt.'
    : "Calls follow the base model's own chat template.";
}

function loraLine({ recipe: { train, lora } }: Run, startName: string | null): string | null {
  if (train.method === 'full') return null;
  const { r, lora_alpha, use_rslora, target_modules } = lora;
  const scale = `LoRA, r ${r}, lora_alpha ${lora_alpha}${use_rslora ? ', rank-stabilized' : ''}`;
  return `${scale}, on ${target_modules.join(', ')}${startName === null ? '' : `, continued from the adapter ${startName}`}`;
}

function checkLine(check: ExportCheck): string {
  const { positions, sameNextToken, largestDifference, largestLogit } = check;
  const share = (100 * relativeDifference(check)).toPrecision(2);
  return `on fixed prompts the logits differ from those of the trained model by at most ${largestDifference.toPrecision(2)} (${share} % of the largest, ${largestLogit.toPrecision(3)}), and the likeliest next token is the same at ${sameNextToken} of ${positions} positions`;
}

/** `owner/model`: a hub cannot link any other name. */
const HUB_NAME = /^[\w.-]+\/[\w.-]+$/;

export function modelCard({ run, base, step, rows, evaluation, weights, starter, recipeText }: CardInput): string {
  const limits = base.fromZero
    ? 'This is a demonstration: a very small model trained from zero in a browser tab. It knows the words of its rows and nothing else; with other words, tools or languages its answers are nonsense.'
    : 'It was trained on few rows for one purpose. Measure it on your own requests before you rely on it, and check every call before it acts.';
  const { card, dtype, baseName, startName, check } = weights;
  const hubName = baseName !== null && HUB_NAME.test(baseName) ? baseName : null;
  const described = card.describe({ dtype, lora: loraLine(run, startName), check: check && checkLine(check) });
  return `---
${card.frontMatter(hubName).join('\n')}
pipeline_tag: text-generation
tags:
- function-calling
- tool-use
---

# ${run.name}

${card.subject} with ${base.parameters.toLocaleString('en')} parameters (${base.architecture}) that answers requests with tool calls. Trained in a browser tab with ToolTune.

- Base model: ${base.name}${base.fromZero ? ', trained from zero' : ''}
- Rows: ${rows.train} trained, ${rows.eval} held out
- Steps: ${step} of ${run.plan.steps}
- Trained on: ${run.device ? `${run.device.backend} ${run.device.description || run.device.architecture || run.device.vendor}`.trim() : 'unknown'}
- Weights: ${described}

${formatLine(run.recipe)}

## Evaluation

${measured(evaluation, startName === null ? 'base model' : `base model and ${startName}`)}

${starter ? `## The base model\n\n${starterSection(starter)}\n\n` : ''}## Limits

${limits}

## Recipe

\`\`\`yaml
${recipeText.trimEnd()}
\`\`\`
`;
}
