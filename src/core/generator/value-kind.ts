// What a parameter's values are, told by its schema, its name and its description: decides which values are proposed and
// how a sentence mentions them.

import type { SchemaField } from '../builder/schema-form';
import { member, textOf } from '../json';

export type ValueKind =
  | 'place'
  | 'person'
  | 'word' // a name of something
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
  | 'list' // of anything that is no list and no object
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

/** The words of a name: `get_weather`, `getWeather` and `get-weather` are get, weather. Lower case. */
export function wordsOfName(name: string): readonly string[] {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toLowerCase()
    .split(' ')
    .filter((word) => word !== '');
}

/** Whether a value says when something is. */
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
  // These say what a value is wherever they stand: phone_number is no number.
  const sure = words.map(kindOfNameWord).find((kind) => kind === 'email' || kind === 'phone' || kind === 'link');
  if (sure) return sure;
  const named = words.toReversed().map(kindOfNameWord);
  const known = named.find((kind) => kind !== undefined) ?? chineseKindOf(name);
  const told = known ?? chineseKindOf(firstClause(description)) ?? kindOfDescription(description);
  // A bare `from` and `to` are mostly places, but a description may say otherwise.
  return told ?? (words.some((word) => word === 'from' || word === 'to') ? 'place' : 'word');
}

/** `attendees` are each what an attendee is. */
function kindOfNameWord(word: string): ValueKind | undefined {
  return kindOfWord.get(word) ?? kindOfWord.get(word.replace(/s$/, ''));
}

function chineseKindOf(text: string): ValueKind | undefined {
  return chineseKinds.find(([, pattern]) => pattern.test(text))?.[0];
}

/** The kind that the first known word of an English description names. */
function kindOfDescription(description: string): ValueKind | undefined {
  const kinds = wordsOfName(firstClause(description)).map((word) => kindOfWord.get(word));
  return kinds.find((kind) => kind !== undefined);
}

/** What stands before the first punctuation: examples and asides come after it. */
export function firstClause(description: string): string {
  return (description.split(/[,.;:()，。；：（、\n]/)[0] ?? '').trim();
}
