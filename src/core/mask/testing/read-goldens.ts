// Goldens as reference/tokens/packing.py packs them: ids are two characters each, places in a list at the file's head.

import * as z from 'zod/mini';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const trainedSchema = z.object({ ids: z.string(), trained: z.array(z.tuple([z.int(), z.int()])) });
/** How many of the template's ids a prompt begins with, and the rest of it. */
const promptSchema = z.optional(z.tuple([z.int(), z.string()]));
const fileSchema = z.object({
  vocabulary: z.array(z.int()),
  sample: z.optional(z.array(z.string())),
  rows: z.array(
    z.object({
      id: z.string(),
      dialect: trainedSchema,
      template: z.optional(trainedSchema),
      prompt: promptSchema,
      promptThinking: promptSchema,
    }),
  ),
});

/** Ids of a row and the token ranges [from, to) of it that are trained. */
export interface Expected {
  readonly ids: number[];
  readonly trained: (readonly [number, number])[];
}

/** What the reference gives for one row. */
export interface Golden {
  readonly id: string;
  readonly dialect: Expected;
  /** Absent where the template would leave a call out. */
  readonly template: Expected | undefined;
  /** For the last assistant message, without and with `enable_thinking`; absent where nothing stands before it. */
  readonly prompt: number[] | undefined;
  readonly promptThinking: number[] | undefined;
}

export interface Goldens {
  readonly rows: Golden[];
  /** Ids of the first rows of the sample project; from-zero's goldens alone have them. */
  readonly sample: number[][];
}

/** @param json a parsed file of `goldens/`. Throws when it is not as packing.py writes it. */
export function readGoldens(json: unknown): Goldens {
  const { vocabulary, sample = [], rows } = z.parse(fileSchema, json);
  const unpack = (text: string): number[] =>
    Array.from({ length: text.length / 2 }, (_, index) => {
      const place = DIGITS.indexOf(text.charAt(2 * index)) * DIGITS.length + DIGITS.indexOf(text.charAt(2 * index + 1));
      const id = vocabulary[place];
      if (id === undefined) throw new Error(`no id at ${place}`);
      return id;
    });
  const expected = ({ ids, trained }: z.infer<typeof trainedSchema>): Expected => ({ ids: unpack(ids), trained });
  return {
    sample: sample.map(unpack),
    rows: rows.map((row) => {
      const template = row.template && expected(row.template);
      const after = (packed: z.infer<typeof promptSchema>) =>
        packed && [...(template?.ids.slice(0, packed[0]) ?? []), ...unpack(packed[1])];
      return { id: row.id, dialect: expected(row.dialect), template, prompt: after(row.prompt), promptThinking: after(row.promptThinking) };
    }),
  };
}
