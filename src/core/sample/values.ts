// The values that fill a pattern's slots, each used equally often.

import { deck, type Random } from '../random';
import { plainSlots } from './patterns';

export type SlotName = 'city' | 'place' | 'query' | keyof typeof plainSlots;

/** The values of the tools' slots. */
export interface ValuePools {
  readonly cities: readonly string[];
  readonly landmarks: readonly string[];
  readonly queries: readonly string[];
  /** Share of places that are cities, in per cent; the others are landmarks. */
  readonly citiesAsPlaces: number;
  /** Returns the city that a place is in, as the map tool answers; for a city, the city itself. */
  readonly cityOf: (place: string) => string;
}

export interface Values {
  /** Returns the next value of a slot. */
  readonly next: Readonly<Record<SlotName, () => string>>;
  readonly cityOf: ValuePools['cityOf'];
}

export function createValues(random: Random, { cities, landmarks, queries, citiesAsPlaces, cityOf }: ValuePools): Values {
  const landmark = deck(random, landmarks);
  const cityAsPlace = deck(random, cities);
  const next = {
    city: deck(random, cities),
    place: () => (random.below(100) < citiesAsPlaces ? cityAsPlace() : landmark()),
    query: deck(random, queries),
    person: deck(random, plainSlots.person),
    time: deck(random, plainSlots.time),
    greeting: deck(random, plainSlots.greeting),
    thanks: deck(random, plainSlots.thanks),
  };
  return { next, cityOf };
}
