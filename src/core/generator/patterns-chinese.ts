// Proposes Chinese patterns that ask for a tool.

import type { SchemaField } from '../builder';
import type { ToolSpec } from '../record';
import { languageOf } from './pattern';
import { asks, chineseWords, englishWords } from './tool-words';
import { firstClause, isMoment, type ValueKind, valueKindOf, wordsOfName } from './value-kind';

const labels: Readonly<Partial<Record<string, string>>> = Object.fromEntries(
  'city|城市 place|地点 location|位置 address|地址 country|国家 origin|出发地 destination|目的地 from|出发地 to|目的地 date|日期 time|时间 day|日期 name|名称 title|标题 query|关键词 keyword|关键词 topic|主题 content|内容 subject|主题 text|内容 message|内容 label|标签 description|说明 person|人 recipient|收件人 author|作者 id|编号 code|代码 email|邮箱 phone|电话 quantity|数量 count|数量 number|数量 limit|上限 duration|时长 minutes|分钟数 days|天数 hours|小时数 amount|金额 price|价格 currency|货币 unit|单位 color|颜色 size|尺寸 language|语言 category|类别 status|状态 priority|优先级 people|人数 guests|人数 nights|晚数 room|房间 url|网址 product|商品 genre|类型 artist|艺人 temperature|温度 brightness|亮度 attendees|参加者 note|备注 restaurant|餐厅 hotel|酒店 shop|商店 store|商店 school|学校 brand|品牌 model|型号 song|歌曲 movie|电影 book|书 level|级别 mode|模式'
    .split(' ')
    .map((pair) => pair.split('|')),
);

function labelOf({ name, description }: SchemaField): string {
  const described = languageOf(description) === 'zh-CN' ? firstClause(description) : '';
  if (described !== '' && described.length <= LONGEST_LABEL) return described;
  const words = wordsOfName(name);
  return labels[words.join(' ')] ?? labels[words.at(-1) ?? ''] ?? words.join(' ');
}

const LONGEST_LABEL = 8;

/** Parts of a sentence. Their order is: before, verb, object, name, after. */
interface Parts {
  readonly before: string;
  readonly object: string;
  readonly name: string;
  readonly after: readonly string[];
}

const FROM = /^(from|origin|source|departure|start)$/;
const TO = /^(to|destination|target|arrival)$/;
const RECEIVER = /^(to|recipient|receiver|contact|email|phone|user|customer|friend)$/;
const NAMED = /^(title|name|id|number|code|song|book|movie)$/;
const VENUE = /^(restaurant|hotel|shop|store|school|museum|cinema|bank|library)$/;
const NAMES: readonly ValueKind[] = ['phrase', 'word', 'person', 'identifier'];

function partsOf(fields: readonly SchemaField[], asking: boolean): Parts {
  let before = '';
  let object = '';
  let name = '';
  const after: string[] = [];
  const kinds = fields.map(valueKindOf);
  for (const [index, field] of fields.entries()) {
    const slot = `{${field.name}}`;
    const kind = kinds[index] ?? 'word';
    const alone = kinds.filter((other) => other === kind).length === 1;
    const words = wordsOfName(field.name);
    if (words.some((word) => FROM.test(word)) && kind === 'place') before += `从${slot}`;
    else if (words.some((word) => TO.test(word)) && kind === 'place') before += `到${slot}`;
    else if (kind === 'place' && alone && asking && object === '') object = slot;
    else if ((kind === 'place' && alone) || words.some((word) => VENUE.test(word))) before += `在${slot}`;
    else if (alone && !asking && words.some((word) => RECEIVER.test(word))) before += `给${slot}`;
    else if (isMoment(kind) && alone) before = `${slot}${before}`;
    else if (NAMES.includes(kind) && alone && asking && object === '') object = slot;
    else if (NAMES.includes(kind) && field.required && !asking && name === '' && words.some((word) => NAMED.test(word))) name = slot;
    else after.push(`${labelOf(field)}是${slot}`);
  }
  return { before, object, name, after };
}

/** Returns patterns that mention exactly these parameters. Their number does not depend on the parameters. */
export function chinesePatterns(tool: ToolSpec, fields: readonly SchemaField[]): readonly string[] {
  const { verb, noun } = chineseWords(tool);
  const asking = asks(englishWords(tool)) || /查|搜|找|看/.test(verb);
  const { before, object, name, after } = partsOf(fields, asking);
  const rest = after.map((part) => `，${part}`).join('');
  const what = (object === '' ? noun : noun === '' ? object : `${object}的${noun}`) + name;
  const list = fields.map((field) => `${labelOf(field)}{${field.name}}`).join('，');
  const core = `${before}${verb}${what}`;
  const short = verb.length === 1 ? verb : verb.slice(-1) === '询' ? '查' : verb;
  const all = `${core}${rest}`;
  const once = `${before}${short}一下${what}${rest}`;
  const thing = `${before}${what}${rest}`;
  const form = list === '' ? `${verb}${noun}吧` : `${verb}${noun}：${list}`;
  return [
    all,
    `请${all}`,
    `帮我${all}`,
    once,
    `帮我${once}`,
    `我想${all}`,
    `我要${all}`,
    `请帮我${all}`,
    `麻烦${all}，谢谢`,
    `麻烦${once}`,
    `能不能${all}？`,
    `可以${all}吗？`,
    `劳驾${once}，谢谢`,
    `${all}，谢谢`,
    form,
    `请${form}`,
    list === '' ? `快${verb}${noun}` : `${list}，${verb}${noun}`,
    list === '' ? `${verb}${noun}，谢谢` : `${list}，请${verb}${noun}`,
    ...(asking
      ? [`我想知道${thing}`, `告诉我${thing}`, `看看${thing}`, `帮我看看${thing}`]
      : [`现在就${all}`, `我需要${all}`, `马上${all}`, `记得${all}`]),
  ];
}
