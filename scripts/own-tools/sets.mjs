// The sets of three tools for `npm run own-tools`. They have strings, numbers, choices and optional parameters. One set has
// schemas as pydantic and strict modes generate them, with references, null, a list and a date with time.

/** @typedef {Record<string, Record<string, unknown>>} Properties */
/** @typedef {'en' | 'zh-CN'} Language */

/** @param {Record<Language, string>} description */
const text = (description) => ({ type: 'string', description });

/** @typedef {{ name: string, description: Record<Language, string>, properties: Properties, optional?: string[] }} Described */
/** @typedef {{ name: string, description: string, schema: object }} Generated a tool with a generated schema; its description comes from a comment in code */

/** @type {Record<string, (Described | Generated)[]>} */
const sets = {
  'weather-map-search': [
    {
      name: 'get_weather',
      description: { en: 'Get the weather of a city', 'zh-CN': '查询城市的天气' },
      properties: { city: text({ en: 'the city', 'zh-CN': '城市' }) },
    },
    {
      name: 'find_place',
      description: { en: 'Find a place on the map', 'zh-CN': '在地图上查找地点' },
      properties: { place: text({ en: 'the place', 'zh-CN': '地点' }) },
    },
    {
      name: 'web_search',
      description: { en: 'Search the web', 'zh-CN': '搜索网页' },
      properties: { query: text({ en: 'what to search for', 'zh-CN': '关键词' }) },
    },
  ],
  'message-alarm-song': [
    {
      name: 'send_message',
      description: { en: 'Send a message to a person', 'zh-CN': '给联系人发消息' },
      properties: { recipient: text({ en: 'the person', 'zh-CN': '联系人' }), message: text({ en: 'the message', 'zh-CN': '消息内容' }) },
    },
    {
      name: 'set_alarm',
      description: { en: 'Set an alarm', 'zh-CN': '设置闹钟' },
      properties: { time: text({ en: 'the time', 'zh-CN': '时间' }), label: text({ en: 'the label', 'zh-CN': '备注' }) },
      optional: ['label'],
    },
    {
      name: 'play_song',
      description: { en: 'Play a song', 'zh-CN': '播放歌曲' },
      properties: { title: text({ en: 'the title', 'zh-CN': '歌名' }) },
    },
  ],
  'flight-currency-light': [
    {
      name: 'book_flight',
      description: { en: 'Book a flight', 'zh-CN': '预订机票' },
      properties: {
        origin: text({ en: 'the city of departure', 'zh-CN': '出发城市' }),
        destination: text({ en: 'the city of arrival', 'zh-CN': '到达城市' }),
        date: text({ en: 'the date', 'zh-CN': '日期' }),
      },
      optional: ['date'],
    },
    {
      name: 'convert_currency',
      description: { en: 'Convert an amount of money', 'zh-CN': '换算货币金额' },
      properties: {
        amount: { type: 'number', description: { en: 'the amount', 'zh-CN': '金额' } },
        to: { type: 'string', description: { en: 'the currency', 'zh-CN': '目标货币' }, enum: ['USD', 'EUR', 'CNY', 'JPY', 'GBP'] },
      },
    },
    {
      name: 'set_light',
      description: { en: 'Switch the light of a room', 'zh-CN': '开关房间的灯' },
      properties: {
        room: text({ en: 'the room', 'zh-CN': '房间' }),
        on: { type: 'boolean', description: { en: 'whether it is on', 'zh-CN': '是否打开' } },
      },
    },
  ],
  'ticket-meeting-logs': [
    {
      name: 'create_ticket',
      description: 'Create a support ticket',
      schema: {
        $defs: { Priority: { enum: ['low', 'normal', 'urgent'], title: 'Priority', type: 'string' } },
        properties: {
          subject: { title: 'Subject', type: 'string' },
          priority: { $ref: '#/$defs/Priority' },
          assignee: { anyOf: [{ type: 'string' }, { type: 'null' }], default: null, title: 'Assignee' },
        },
        required: ['subject', 'priority'],
        title: 'create_ticketArguments',
        type: 'object',
      },
    },
    {
      name: 'schedule_meeting',
      description: 'Schedule a meeting',
      schema: {
        properties: {
          title: { type: 'string' },
          attendees: { items: { type: 'string' }, type: 'array' },
          start: { format: 'date-time', type: 'string' },
        },
        required: ['title', 'attendees', 'start'],
        type: 'object',
      },
    },
    {
      name: 'search_logs',
      description: 'Search the logs of a service',
      schema: {
        type: 'object',
        properties: {
          service: { type: ['string'] },
          level: { type: ['string', 'null'], enum: ['info', 'warn', 'error', null] },
          limit: { type: ['integer', 'null'], minimum: 1, maximum: 500 },
        },
        required: ['service', 'level', 'limit'],
        additionalProperties: false,
      },
    },
  ],
};

export const setNames = Object.keys(sets);
/** @type {readonly Language[]} */
export const languages = ['en', 'zh-CN'];

/**
 * Returns a set as tool specs (core/record.ts), described in one language.
 * @param {string} name @param {Language} language
 */
export function toolsOf(name, language) {
  return (sets[name] ?? []).map((tool) =>
    'schema' in tool
      ? { name: tool.name, description: tool.description, parametersText: JSON.stringify(tool.schema) }
      : { name: tool.name, description: tool.description[language], parametersText: JSON.stringify(schemaOf(tool, language)) },
  );
}

/** @param {Described} tool @param {Language} language */
function schemaOf({ properties, optional = [] }, language) {
  const described = Object.entries(properties).map(([parameter, schema]) => {
    const description = /** @type {Record<Language, string>} */ (schema.description);
    return [parameter, { ...schema, description: description[language] }];
  });
  return {
    type: 'object',
    properties: Object.fromEntries(described),
    required: Object.keys(properties).filter((parameter) => !optional.includes(parameter)),
  };
}
