// Builders of arbitrary JSON texts for property tests. Texts, not values: what matters is what a value would lose, such as
// 1.0, the order of keys and duplicate keys.

import fc from 'fast-check';

type JsonText = fc.Arbitrary<string>;
type Member = fc.Arbitrary<string | undefined>;

/** One of these JSON texts. */
export function json(...texts: readonly string[]): JsonText {
  return fc.constantFrom(...texts);
}

/** The text, or undefined for a member that is missing. */
export function optional(text: JsonText): Member {
  return fc.option(text, { nil: undefined, freq: 2 });
}

/** The JSON string that contains the text. */
export function quoted(text: JsonText): JsonText {
  return text.map((inner) => JSON.stringify(inner));
}

export function list(item: JsonText, { minLength = 0 } = {}): JsonText {
  return fc.array(item, { minLength, maxLength: 3 }).map((items) => `[${items.join(', ')}]`);
}

/** Members that no format knows, with names and values that plain JavaScript objects would change. */
const foreignMember: Member = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  { weight: 5, arbitrary: json('"10": 1.0', '"9": [1e21]', '"__proto__": {"a": 1}', '"#layout": 3', '"x": null') },
);

/**
 * An object with these members and up to two foreign ones, in any order.
 * @param duplicates more members, whose names may be among the first
 */
export function object(members: Readonly<Record<string, Member>>, duplicates: Readonly<Record<string, Member>> = {}): JsonText {
  const named = [...Object.entries(members), ...Object.entries(duplicates)].map(([key, value]) =>
    value.map((text) => (text === undefined ? undefined : `${JSON.stringify(key)}: ${text}`)),
  );
  return fc
    .tuple(...named, foreignMember, foreignMember)
    .chain((texts) => fc.shuffledSubarray(texts, { minLength: texts.length }))
    .map((texts) => `{${texts.filter((text) => text !== undefined).join(', ')}}`);
}
