// What a tool does (verb) and to what (noun), in both languages, guessed from its name and description.

import type { ToolSpec } from '../record';
import { languageOf } from './pattern';
import { firstClause, wordsOfName } from './value-kind';

export interface ToolWords {
  readonly verb: string;
  /** Empty for a tool named by a verb alone, like `search`. */
  readonly noun: string;
}

/** English verb → Chinese. */
const verbs = new Map(
  'get|查询 find|查找 search|搜索 create|创建 delete|删除 update|更新 send|发送 book|预订 cancel|取消 list|列出 check|查询 set|设置 add|添加 remove|移除 open|打开 close|关闭 start|启动 stop|停止 track|跟踪 calculate|计算 compute|计算 convert|转换 translate|翻译 play|播放 show|显示 lookup|查找 fetch|获取 schedule|安排 order|订购 buy|购买 sell|出售 rent|租 share|分享 print|打印 query|查询 read|读取 write|写 call|呼叫 turn|打开 make|创建 plan|规划 recommend|推荐 navigate|导航 reserve|预订 post|发布 pay|支付 transfer|转账 lock|锁上 unlock|解锁 compare|比较 download|下载 upload|上传 rename|重命名 move|移动 copy|复制 locate|定位 retrieve|获取 view|查看 count|统计 measure|测量 estimate|估算 summarize|总结 generate|生成 draw|画 register|登记 log|记录 report|上报 control|控制 adjust|调节 remind|提醒'
    .split(' ')
    .flatMap((pair) => {
      const [word, translation] = pair.split('|');
      return word && translation ? [[word, translation] as const] : [];
    }),
);

const nouns = new Map(
  'weather|天气 map|地图 hotel|酒店 flight|航班 train|火车 ticket|票 tickets|票 invoice|发票 order|订单 package|包裹 parcel|包裹 recipe|菜谱 recipes|菜谱 song|歌曲 music|音乐 movie|电影 book|书 books|书 news|新闻 stock|股票 price|价格 rate|汇率 currency|货币 email|邮件 message|消息 sms|短信 contact|联系人 calendar|日历 event|活动 meeting|会议 reminder|提醒 alarm|闹钟 timer|计时器 note|笔记 task|任务 todo|待办 file|文件 photo|照片 video|视频 document|文档 user|用户 account|账户 payment|付款 product|商品 products|商品 restaurant|餐厅 restaurants|餐厅 table|餐桌 taxi|出租车 route|路线 directions|路线 car|汽车 light|灯 lights|灯 door|门 thermostat|温控器 temperature|温度 playlist|歌单 game|游戏 doctor|医生 appointment|预约 course|课程 student|学生 job|职位 employee|员工 room|房间 project|项目 issue|问题 server|服务器 word|单词 text|文字 distance|距离 location|位置 place|地点 address|地址 time|时间 balance|余额 status|状态 shipment|货运 delivery|配送 schedule|日程'
    .split(' ')
    .flatMap((pair) => {
      const [word, translation] = pair.split('|');
      return word && translation ? [[word, translation] as const] : [];
    }),
);

const chineseVerbs = [...new Set(verbs.values()), '查', '搜', '预定', '新建', '提醒', '定位', '控制', '调节'].sort(
  (a, b) => b.length - a.length,
);

/** Words that say nothing about the object. */
const FILLERS = new Set([
  'a',
  'an',
  'the',
  'of',
  'for',
  'in',
  'on',
  'to',
  'by',
  'with',
  'current',
  'given',
  'and',
  'or',
  'info',
  'information',
  'data',
  'details',
]);
const LONGEST_CHINESE_NOUN = 8;

/** Verbs of tools that only ask; all other tools change something. */
const ASKING = new Set(
  'get find search list check show lookup fetch query read view retrieve compare track calculate compute locate'.split(' '),
);

/** Other words for a verb, so that a model learns the wish and not one word for it. */
const synonyms: Readonly<Partial<Record<string, string>>> = {
  get: 'check',
  find: 'look for',
  search: 'look',
  'look up': 'find',
  check: 'look up',
  show: 'get',
  create: 'make',
  send: 'write',
  book: 'reserve',
  set: 'put on',
  play: 'put on',
  buy: 'order',
  order: 'buy',
  delete: 'remove',
  cancel: 'call off',
  track: 'follow',
  convert: 'change',
  schedule: 'plan',
  control: 'adjust',
};

export function otherVerb({ verb, noun }: ToolWords): string {
  // One looks for a thing, but looks through the logs.
  if (verb === 'search' && noun !== '') return 'look through';
  return synonyms[verb] ?? verb;
}

export function asks({ verb }: ToolWords): boolean {
  return ASKING.has(verb.replace(' ', ''));
}

export function englishWords(tool: ToolSpec): ToolWords {
  const words = wordsOfName(tool.name);
  const verb = words.find((word) => verbs.has(word)) ?? verbOfDescription(tool.description);
  const noun = words.filter((word) => word !== verb && !FILLERS.has(word)).join(' ');
  if (verb === undefined) return { verb: 'use', noun: words.join(' ') };
  return { verb: verb === 'lookup' ? 'look up' : verb, noun };
}

function verbOfDescription(description: string): string | undefined {
  const [first = ''] = wordsOfName(firstClause(description));
  return verbs.has(first) ? first : [first.replace(/s$/, ''), first.replace(/es$/, '')].find((word) => verbs.has(word));
}

/** Takes the words from a Chinese description where there is one, else translates the name word by word. */
export function chineseWords(tool: ToolSpec): ToolWords {
  const description = languageOf(tool.description) === 'zh-CN' ? tool.description : '';
  const english = englishWords(tool);
  const translated = english.noun.split(' ').map((word) => nouns.get(word) ?? word);
  const noun = translated.every((word) => languageOf(word) === 'zh-CN') ? translated.join('') : english.noun;
  const verb = verbs.get(english.verb.replace(' ', '')) ?? '使用';
  const described = description === '' ? null : wordsOfChinese(description);
  return { verb: described?.verb ?? verb, noun: described?.noun ?? noun };
}

/** Finds verb and noun: `在地图上查找一个地点的位置` gives 查找 and 位置. */
function wordsOfChinese(description: string): ToolWords | null {
  const clause = firstClause(description);
  const places = chineseVerbs.flatMap((verb) => (clause.includes(verb) ? [{ verb, at: clause.indexOf(verb) }] : []));
  const first = places.sort((a, b) => a.at - b.at || b.verb.length - a.verb.length)[0];
  if (!first) return null;
  const rest = clause.slice(first.at + first.verb.length);
  const noun = (rest.split('的').at(-1) ?? '').replace(/^(?:一下|[一某这该][个条张份次封笔位家项首部])/, '');
  return noun === '' || noun.length > LONGEST_CHINESE_NOUN ? null : { verb: first.verb, noun };
}
