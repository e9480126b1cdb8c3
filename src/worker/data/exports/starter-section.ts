// What a README.md of an export says of the starter, where that was the base: the page's own card, in English.

import { type Measured, type MeasuredSkill, type StarterCard, skillRows } from '../../../core/starter-card';

const SKILLS: Readonly<Record<MeasuredSkill, string>> = {
  exact_calls: 'call exact, name and every argument',
  right_tool: 'right tool',
  no_call: 'no call when none is due',
  asks_back: 'asks back for a missing value',
  parallel: 'two calls in one answer, both exact',
};
const LANGUAGES = { en: 'English', zh: 'Chinese' } as const;

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function cell(measured: Measured | undefined): string {
  if (!measured) return '–';
  const { value, target, n } = measured;
  return `${percent(value)} of ${n}${target === null ? '' : `, aimed at ${percent(target)}`}`;
}

/** Markdown: what the base is, what was measured of it before this training, and what it is not for. */
export function starterSection(card: StarterCard): string {
  const millions = (count: number) => (count / 1e6).toFixed(1);
  return [
    `The base is ToolTune's starter, the folder \`models/starter\` of a build of the page: a decoder in Qwen3's architecture with ${millions(card.parameters)} million parameters, trained on ${millions(card.tokens_seen)} million tokens of invented tools and requests in English and Chinese, made by a program from seed ${card.seed}. Before this training, on tools and values that it never saw, greedy answers:`,
    '',
    `| | ${LANGUAGES.en} | ${LANGUAGES.zh} |`,
    '|---|---|---|',
    ...skillRows(card).map(({ skill, en, zh }) => `| ${SKILLS[skill]} | ${cell(en)} | ${cell(zh)} |`),
    '',
    'It has no general knowledge, copies short values from the request and works nothing out, and reads English and Chinese in plain requests only. Where requests come in free language or values have to be worked out, take a Qwen checkpoint.',
  ].join('\n');
}
