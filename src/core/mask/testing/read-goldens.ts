// Reads the goldens that reference/tokens/packing.py wrote: each id is two base-64 digits, an index into the vocabulary at
// the head of the file.

import * as z from 'zod/mini';

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

const trainedSchema = z.object({ ids: z.string(), trained: z.array(z.tuple([z.int(), z.int()])) });
/** The number of ids that a prompt shares with the training text, and the prompt's other ids. */
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

/** The ids of a record, and its trained token ranges [from, to). */
export interface Expected {
  readonly ids: number[];
  readonly trained: (readonly [number, number])[];
}

/** What transformers and TRL give for one record. */
export interface Golden {
  readonly id: string;
  readonly functionCall: Expected;
  /** Undefined where the template would leave out a call. */
  readonly template: Expected | undefined;
  /** The prompt for the last assistant message, without `enable_thinking`; undefined where no message comes before it. */
  readonly prompt: number[] | undefined;
  /** The same with `enable_thinking`. */
  readonly promptThinking: number[] | undefined;
}

export interface Goldens {
  readonly records: Golden[];
  /** Ids of the first rows of the sample project; only from-zero's goldens have them. */
  readonly sample: number[][];
}

/**
 * Unpacks the goldens.
 * @param json a parsed file of `goldens/`
 * @throws when the file is not what packing.py writes
 */
export function readGoldens(json: unknown): Goldens {
  const { vocabulary, sample = [], rows } = z.parse(fileSchema, json);
  const unpack = (text: string): number[] =>
    Array.from({ length: text.length / 2 }, (_, position) => {
      const index = DIGITS.indexOf(text.charAt(2 * position)) * DIGITS.length + DIGITS.indexOf(text.charAt(2 * position + 1));
      const id = vocabulary[index];
      if (id === undefined) throw new Error(`The vocabulary has no entry ${index}.`);
      return id;
    });
  const expected = ({ ids, trained }: z.infer<typeof trainedSchema>): Expected => ({ ids: unpack(ids), trained });
  return {
    sample: sample.map(unpack),
    records: rows.map((row) => {
      const template = row.template && expected(row.template);
      const promptIds = (packed: z.infer<typeof promptSchema>) =>
        packed && [...(template?.ids.slice(0, packed[0]) ?? []), ...unpack(packed[1])];
      return {
        id: row.id,
        functionCall: expected(row.dialect),
        template,
        prompt: promptIds(row.prompt),
        promptThinking: promptIds(row.promptThinking),
      };
    }),
  };
}
