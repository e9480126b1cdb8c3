// Deals the values that fill a pattern's slots.

import { deck, type Random } from '../random';
import { plainSlots } from './patterns';

export type SlotName = 'city' | 'place' | 'query' | keyof typeof plainSlots;

/** What the tools' slots are filled with. */
export interface Pools {
  readonly cities: readonly string[];
  readonly landmarks: readonly string[];
  readonly queries: readonly string[];
  /** Places that are cities, in per cent; the others are landmarks. */
  readonly citiesAsPlaces: number;
  /** The city a place is in, as the map tool answers; a city is in itself. */
  readonly cityOf: (place: string) => string;
}

export interface Values {
  readonly deal: Readonly<Record<SlotName, () => string>>;
  readonly cityOf: Pools['cityOf'];
}

export function createValuePools(random: Random, { cities, landmarks, queries, citiesAsPlaces, cityOf }: Pools): Values {
  const landmark = deck(random, landmarks);
  const cityAsPlace = deck(random, cities);
  const deal = {
    city: deck(random, cities),
    place: () => (random.below(100) < citiesAsPlaces ? cityAsPlace() : landmark()),
    query: deck(random, queries),
    person: deck(random, plainSlots.person),
    time: deck(random, plainSlots.time),
    greeting: deck(random, plainSlots.greeting),
    thanks: deck(random, plainSlots.thanks),
  };
  return { deal, cityOf };
}
