// Deals the values that fill a frame's slots.

import { deck, type Random } from '../random';
import { plainSlots } from './frames';
import { cities, landmarks, queries } from './vocabulary';

export type SlotName = 'city' | 'place' | 'query' | keyof typeof plainSlots;
export type Values = Readonly<Record<SlotName, () => string>>;

/** Places that are cities, in per cent; the others are landmarks. */
const cityShare = 20;

export function openValues(random: Random): Values {
  const landmark = deck(random, landmarks);
  const cityAsPlace = deck(random, cities);
  return {
    city: deck(random, cities),
    place: () => (random.below(100) < cityShare ? cityAsPlace() : landmark()),
    query: deck(random, queries),
    person: deck(random, plainSlots.person),
    time: deck(random, plainSlots.time),
    greeting: deck(random, plainSlots.greeting),
    thanks: deck(random, plainSlots.thanks),
  };
}
