// Generates values of each kind. About half of them are invented: only a model that copies from the request can call with
// a word it never saw.

import type { Random } from '../random';
import type { PatternLanguage } from './pattern';
import type { ValueKind } from './value-kind';
import { chinese, currencies, english, syllables } from './words';

type Generator = (random: Random, language: PatternLanguage) => string;

export function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[random.below(items.length)];
  if (item === undefined) throw new RangeError('pick needs at least one item');
  return item;
}

/** Returns a whole number in [low, high]. */
function between(random: Random, low: number, high: number): number {
  return low + random.below(high - low + 1);
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** Invents a word of two or three syllables. */
function inventedWord(random: Random): string {
  const { onsets, vowels, codas } = syllables;
  return Array.from({ length: between(random, 2, 3) }, () => pick(random, onsets) + pick(random, vowels) + pick(random, codas)).join('');
}

function characters(random: Random, low: number, high: number): string {
  return Array.from({ length: between(random, low, high) }, () => pick(random, chinese.characters)).join('');
}

const place: Generator = (random, language) => {
  if (language === 'zh-CN') {
    return random.below(2) === 0 ? pick(random, chinese.cities) : characters(random, 2, 3) + pick(random, chinese.placeEndings);
  }
  return random.below(2) === 0 ? pick(random, english.cities) : capitalised(inventedWord(random)) + pick(random, english.placeEndings);
};

const person: Generator = (random, language) => {
  if (language === 'zh-CN') return pick(random, chinese.surnames) + characters(random, 1, 2);
  const first = pick(random, english.firstNames);
  return random.below(2) === 0 ? `${first} ${pick(random, english.lastNames)}` : `${first} ${capitalised(inventedWord(random))}`;
};

const word: Generator = (random, language) => {
  if (language === 'zh-CN')
    return random.below(3) === 0 ? pick(random, chinese.nouns) + characters(random, 1, 2) : characters(random, 2, 4);
  return random.below(2) === 0 ? capitalised(inventedWord(random)) : `${pick(random, english.adjectives)} ${inventedWord(random)}`;
};

const phrase: Generator = (random, language) => {
  if (language === 'zh-CN') {
    const kinds = [
      () => pick(random, chinese.topics),
      () => characters(random, 2, 3) + pick(random, chinese.nouns),
      () => characters(random, 3, 6),
    ];
    return pick(random, kinds)();
  }
  const kinds = [
    () => `${pick(random, english.adjectives)} ${pick(random, english.nouns)}`,
    () => `${pick(random, english.nouns)} and ${pick(random, english.nouns)}`,
    () => `${inventedWord(random)} ${pick(random, english.nouns)}`,
    () => `${pick(random, english.adjectives)} ${inventedWord(random)}`,
  ];
  return pick(random, kinds)();
};

/** A short message, as to a friend. */
const message: Generator = (random, language) => {
  if (language === 'zh-CN') {
    const [thing, name, invented] = [pick(random, chinese.nouns), person(random, language), characters(random, 2, 3)];
    return pick(random, [`记得带${invented}`, `${thing}准备好了`, `${name}在等你`, `请看看${invented}`, `把${thing}交给${name}`]);
  }
  const [thing, name, invented] = [pick(random, english.nouns), pick(random, english.firstNames), inventedWord(random)];
  return pick(random, [
    `bring the ${invented}`,
    `the ${thing} is ready`,
    `${name} is waiting`,
    `look at the ${invented}`,
    `ask ${name} about the ${thing}`,
  ]);
};

const letters = [...'ABCDEFGHJKLMNPQRSTUVWXYZ'];
const identifier: Generator = (random) => {
  const letter = () => pick(random, letters);
  const kinds = [
    () => `${letter()}-${between(random, 100, 99999)}`,
    () => `${letter()}${letter()}${between(random, 10, 9999)}`,
    () => String(between(random, 10000, 9999999)),
  ];
  return pick(random, kinds)();
};

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

const isoDate: Generator = (random) =>
  `${between(random, 2024, 2031)}-${twoDigits(between(random, 1, 12))}-${twoDigits(between(random, 1, 28))}`;

/** A time with seconds and zone (RFC 3339). */
const isoTime: Generator = (random) => `${twoDigits(between(random, 0, 23))}:${twoDigits(between(random, 0, 11) * 5)}:00Z`;

const isoDuration: Generator = (random) =>
  pick(random, [`PT${between(random, 1, 90)}M`, `PT${between(random, 1, 48)}H`, `P${between(random, 1, 30)}D`]);

const uuid: Generator = (random) =>
  [8, 4, 4, 4, 12].map((length) => Array.from({ length }, () => random.below(16).toString(16)).join('')).join('-');

const ipAddress: Generator = (random) => Array.from({ length: 4 }, () => between(random, 1, 254)).join('.');

const date: Generator = (random, language) => {
  if (random.below(4) === 0) return isoDate(random, language);
  const day = between(random, 1, 28);
  if (language === 'zh-CN') return `${between(random, 1, 12)}月${day}日`;
  const month = pick(random, english.months);
  return random.below(2) === 0 ? `${month} ${day}` : `${day} ${month}`;
};

const time: Generator = (random, language) => {
  const minutes = String(between(random, 0, 11) * 5).padStart(2, '0');
  if (random.below(2) === 0) return `${between(random, 0, 23)}:${minutes}`;
  if (language === 'zh-CN')
    return `${pick(random, ['早上', '上午', '下午', '晚上'])}${between(random, 1, 11)}点${pick(random, ['', '半'])}`;
  return `${between(random, 1, 12)}:${minutes} ${pick(random, ['am', 'pm'])}`;
};

const integer: Generator = (random) => String(random.below(4) === 0 ? between(random, 1, 500) : between(random, 1, 60));
const number: Generator = (random) =>
  random.below(2) === 0 ? integer(random, 'en') : `${between(random, 0, 200)}.${between(random, 1, 9)}`;
const email: Generator = (random) => `${inventedWord(random)}@${inventedWord(random)}.${pick(random, ['com', 'org', 'net', 'cn'])}`;

/** Generators of the kinds whose values can be invented. The others are fixed by the schema (a choice) or need a person. */
export const generators: Readonly<Partial<Record<ValueKind, Generator>>> = {
  place,
  person,
  word,
  phrase,
  message,
  identifier,
  uuid,
  ip_address: ipAddress,
  email,
  phone: (random) => `1${between(random, 30, 99)}${between(random, 10000000, 99999999)}`,
  link: (random) => `https://${inventedWord(random)}.com/${inventedWord(random)}`,
  currency: (random) => pick(random, currencies),
  date,
  iso_date: isoDate,
  iso_date_time: (random, language) => `${isoDate(random, language)}T${isoTime(random, language)}`,
  time,
  iso_time: isoTime,
  iso_duration: isoDuration,
  integer,
  number,
};
