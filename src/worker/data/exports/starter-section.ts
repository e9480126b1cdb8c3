// Writes the section of README.md about the starter as the base model: the page's own card, in English.

import { type Measured, type MeasuredSkill, type StarterCard, skillRows } from '../../../core/starter-card';

const SKILLS: Readonly<Record<MeasuredSkill, string>> = {
  exact_calls: 'call exact, name and every argument',
  right_tool: 'right tool',
  no_call: 'no call where none is due',
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
  return `${percent(value)} of ${n}${target === null ? '' : `, target ${percent(target)}`}`;
}

/** Returns Markdown: what the base model is, how it was measured before this training, and what it is not for. */
export function starterSection(card: StarterCard): string {
  const millions = (count: number) => (count / 1e6).toFixed(1);
  return [
    `The base is ToolTune's starter, the folder \`models/starter\` of a build of the page: a decoder in Qwen3's architecture with ${millions(card.parameters)} million parameters, trained on ${millions(card.tokens_seen)} million tokens of generated tools and requests in English and Chinese (seed ${card.seed}). Before this training, its greedy answers on tools and values that it never saw:`,
    '',
    `| | ${LANGUAGES.en} | ${LANGUAGES.zh} |`,
    '|---|---|---|',
    ...skillRows(card).map(({ skill, en, zh }) => `| ${SKILLS[skill]} | ${cell(en)} | ${cell(zh)} |`),
    '',
    'It has no general knowledge, copies short values from the request and cannot derive others, and reads only plain requests in English and Chinese. For free language, or values that have to be derived, choose a Qwen checkpoint.',
  ].join('\n');
}
