// The model card of the starter: figures measured when it was trained, in public/models/starter/card.json, written by
// reference/starter.

import * as z from 'zod/mini';
import { AppError } from './failure';

/** In display order. */
const measuredSkills = ['exact_calls', 'right_tool', 'no_call', 'asks_back', 'parallel'] as const;
export type MeasuredSkill = (typeof measuredSkills)[number];

const share = z.number().check(z.gte(0), z.lte(1));
const count = z.int().check(z.positive());
const language = z.enum(['en', 'zh']);

const cardSchema = z.object({
  parameters: count,
  tokens_seen: count,
  seed: z.int(),
  /** Greedy answers to requests for tools that were not in the training data. */
  gate: z.array(z.object({ name: z.enum(measuredSkills), language, n: count, value: share, target: z.nullable(share) })),
  /** An adapter trained for three new tools, tested on values that were not in its training rows. */
  adaptation: z.array(
    z.object({
      language,
      tools: z.tuple([z.string(), z.string(), z.string()]),
      rows: count,
      steps: count,
      n: count,
      before: share,
      after: share,
    }),
  ),
});

export type StarterCard = z.infer<typeof cardSchema>;
export type Measured = StarterCard['gate'][number];

/** @throws AppError `bad-input` if the text is not a card */
export function parseStarterCard(text: string): StarterCard {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  const parsed = cardSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new AppError({
    code: 'bad-input',
    reason: 'card_unreadable',
    message: `The starter's card.json cannot be read: ${parsed.error.issues[0]?.path.join('.') || 'not JSON'}.`,
    remedy: 'Reload the page. If the error remains, the build of the page is incomplete.',
  });
}

interface SkillRow {
  readonly skill: MeasuredSkill;
  readonly en: Measured | undefined;
  readonly zh: Measured | undefined;
}

/** The gate as a table with a row for each measured skill and a column for each language. */
export function skillRows({ gate }: Pick<StarterCard, 'gate'>): SkillRow[] {
  return measuredSkills.flatMap((skill) => {
    const of = (wanted: Measured['language']) => gate.find((entry) => entry.name === skill && entry.language === wanted);
    const row = { skill, en: of('en'), zh: of('zh') };
    return row.en || row.zh ? [row] : [];
  });
}
