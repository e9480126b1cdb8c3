// Where a split takes its values from. Some composed values (上海图书馆, 咖啡的历史) are kept for the held-out rows, so
// that these often ask for a combination that training never showed, made of parts that it showed often.

import { plainSlots } from './frames';
import { deck, type Random, shuffled } from './random';
import { allCities, composedPlaces, composedQueries, plainPlaces } from './vocabulary';

export type SlotName = 'city' | 'place' | 'query' | keyof typeof plainSlots;
export type Values = Readonly<Record<SlotName, () => string>>;

/** Share of the composed values that only held-out rows use. */
const heldBackShare = 0.15;

/** Dealers of values for both splits. */
export function openValues(random: Random): { readonly train: Values; readonly eval: Values } {
  const places = holdBack(random, composedPlaces);
  const queries = holdBack(random, composedQueries);
  const trainQuery = deck(random, queries.open);
  const trainComposedPlace = deck(random, places.open);
  const plainPlace = deck(random, plainPlaces);
  const shared = {
    city: deck(random, allCities),
    person: deck(random, plainSlots.person),
    time: deck(random, plainSlots.time),
    greeting: deck(random, plainSlots.greeting),
    thanks: deck(random, plainSlots.thanks),
  };
  return {
    train: { ...shared, place: mixed(random, plainPlace, trainComposedPlace, 0.4), query: trainQuery },
    eval: {
      ...shared,
      place: mixed(random, plainPlace, deck(random, places.held), 0.6),
      query: mixed(random, trainQuery, deck(random, queries.held), 0.6),
    },
  };
}

function holdBack(random: Random, values: readonly string[]): { readonly open: readonly string[]; readonly held: readonly string[] } {
  const order = shuffled(random, values);
  const held = Math.round(order.length * heldBackShare);
  return { open: order.slice(held), held: order.slice(0, held) };
}

/** Deals from `second` in `share` of the cases. */
function mixed(random: Random, first: () => string, second: () => string, share: number): () => string {
  return () => (random.below(100) < share * 100 ? second() : first());
}
