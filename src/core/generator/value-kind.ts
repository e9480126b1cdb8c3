// The kind of a parameter's values, guessed from its schema, name and description. It decides which values are proposed
// and how a sentence mentions them.

import type { SchemaField } from '../builder';
import { member, textOf } from '../json';

export type ValueKind =
  | 'place'
  | 'person'
  | 'word' // the name of something
  | 'phrase' // a few words: a query, a topic
  | 'message' // a whole sentence
  | 'identifier'
  | 'uuid'
  | 'ip_address'
  | 'email'
  | 'phone'
  | 'link'
  | 'currency'
  | 'date'
  | 'iso_date'
  | 'iso_date_time'
  | 'time'
  | 'iso_time'
  | 'iso_duration'
  | 'integer'
  | 'number'
  | 'boolean'
  | 'choice'
  | 'list' // of anything but lists and objects
  | 'json'; // anything else: a person writes the values

const wordsOfKind: readonly (readonly [ValueKind, string])[] = [
  ['email', 'email mail emails'],
  ['phone', 'phone mobile telephone tel'],
  ['link', 'url uri link website homepage'],
  ['currency', 'currency currencies'],
  ['identifier', 'id ids code number no sku serial isbn symbol ticker token zip postcode plate key uuid hash iata icao'],
  ['date', 'date day deadline birthday birth checkin checkout until since'],
  ['time', 'time hour clock'],
  ['message', 'message text content body comment note sentence description prompt reply'],
  ['phrase', 'query keyword keywords topic subject title question search term terms phrase headline theme'],
  [
    'place',
    'city place location address country town region destination origin departure arrival station airport venue street area state province landmark',
  ],
  [
    'person',
    'person recipient contact author guest user owner attendee artist sender customer patient doctor driver student employee member friend who',
  ],
];

const kindOfWord = new Map(wordsOfKind.flatMap(([kind, words]) => words.split(' ').map((word) => [word, kind] as const)));

const chineseKinds: readonly (readonly [ValueKind, RegExp])[] = [
  ['email', /邮箱|邮件地址/],
  ['phone', /电话|手机/],
  ['link', /网址|链接/],
  ['currency', /货币|币种/],
  ['identifier', /编号|代码|单号|号码|订单号|航班号/],
  ['date', /日期|哪天|生日|截止/],
  ['time', /时间|几点|时刻/],
  ['person', /姓名|人名|联系人|收件人|作者|客户|患者|老师|学生|员工|艺人/],
  ['place', /城市|地点|地址|国家|地区|位置|目的地|出发地|景点|车站|机场/],
  ['message', /内容|消息|文本|正文|留言|备注|句子/],
  ['phrase', /关键词|关键字|主题|标题|问题|查询/],
];

const kindOfFormat: Readonly<Partial<Record<string, ValueKind>>> = {
  date: 'iso_date',
  'date-time': 'iso_date_time',
  time: 'iso_time',
  duration: 'iso_duration',
  email: 'email',
  'idn-email': 'email',
  uri: 'link',
  url: 'link',
  uuid: 'uuid',
  ipv4: 'ip_address',
};

/** Splits a name into words in lower case: `get_weather`, `getWeather` and `get-weather` give get, weather. */
export function wordsOfName(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
}

/** Whether values of the kind are a date or a time. */
export function isMoment(kind: ValueKind): boolean {
  return kind === 'date' || kind === 'iso_date' || kind === 'iso_date_time' || kind === 'time' || kind === 'iso_time';
}

export function valueKindOf(field: SchemaField): ValueKind {
  if (field.kind === 'choice' || field.kind === 'boolean' || field.kind === 'integer' || field.kind === 'number') return field.kind;
  if (field.kind === 'json') return field.item ? 'list' : 'json';
  const format = kindOfFormat[textOf(member(field.schema, 'format')) ?? ''];
  if (format) return format;
  const kind = kindOfText(field.name, field.description);
  return kind === 'date' && /yyyy|iso/i.test(field.description) ? 'iso_date' : kind;
}

function kindOfText(name: string, description: string): ValueKind {
  const words = wordsOfName(name);
  // These decide wherever they are in the name: phone_number is not a number.
  const certain = words.map(kindOfNameWord).find((kind) => kind === 'email' || kind === 'phone' || kind === 'link');
  if (certain) return certain;
  // The last known word of a name decides: birth_place is a place.
  const byWord = words.toReversed().map(kindOfNameWord);
  const byName = byWord.find((kind) => kind !== undefined) ?? chineseKindOf(name);
  const known = byName ?? chineseKindOf(firstClause(description)) ?? kindOfDescription(description);
  // A bare `from` or `to` is mostly a place, but a description may say otherwise.
  return known ?? (words.some((word) => word === 'from' || word === 'to') ? 'place' : 'word');
}

/** Returns the kind that a word names, also in the plural: `attendees` are of the kind of `attendee`. */
function kindOfNameWord(word: string): ValueKind | undefined {
  return kindOfWord.get(word) ?? kindOfWord.get(word.replace(/s$/, ''));
}

function chineseKindOf(text: string): ValueKind | undefined {
  return chineseKinds.find(([, pattern]) => pattern.test(text))?.[0];
}

/** Returns the kind of the first known word of an English description. */
function kindOfDescription(description: string): ValueKind | undefined {
  const kinds = wordsOfName(firstClause(description)).map((word) => kindOfWord.get(word));
  return kinds.find((kind) => kind !== undefined);
}

/** Returns the text before the first punctuation mark: examples and asides come after it. */
export function firstClause(description: string): string {
  return (description.split(/[,.;:()，。；：（、\n]/)[0] ?? '').trim();
}
