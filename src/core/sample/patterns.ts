// Patterns of the sample's requests. `{city}`, `{place}` and `{query}` are filled with values, and the calls have the
// order of the slots.

/** Requests that need one call. */
export const singlePatterns: readonly string[] = [
  '查一下{city}的天气',
  '{city}今天天气怎么样？',
  '帮我看看{city}的天气',
  '我想知道{city}的天气',
  '{city}会下雨吗？',
  '请查询{city}天气',
  '{city}现在多少度？',
  '告诉我{city}的天气情况',
  '明天去{city}，天气好吗？',
  '{city}冷不冷？',
  '{city}的气温是多少？',
  '去{city}要带伞吗？',
  '帮我定位{place}的位置',
  '{place}在哪里？',
  '在地图上找一下{place}',
  '{place}怎么走？',
  '我要去{place}，看看地图',
  '请标出{place}',
  '查一下{place}的位置',
  '{place}在什么地方？',
  '我想知道{place}的位置',
  '带我去{place}',
  '帮我找到{place}',
  '{place}的地址是什么？',
  '我想搜索一下{query}',
  '搜一下{query}',
  '帮我查查{query}',
  '请搜索{query}',
  '在网上找找{query}',
  '我想了解{query}',
  '关于{query}，帮我搜一下',
  '有没有{query}的资料？',
  '给我找些{query}的内容',
  '检索{query}',
  '想知道{query}',
  '上网查一下{query}',
];

/** Requests that need two calls in one answer. */
export const parallelPatterns: readonly string[] = [
  '查一下{city}和{city}的天气',
  '{city}和{city}今天天气怎么样？',
  '查{city}的天气，同时定位{place}',
  '{place}在哪里，顺便看看{city}的天气',
  '{city}天气怎么样，顺便搜一下{query}',
  '搜索{query}，同时查{city}的天气',
  '定位{place}，同时搜索{query}',
  '帮我查查{query}，顺便找一下{place}',
  '看看{city}的天气，顺便搜索{query}',
  '帮我定位{place}，同时看看{city}的天气',
];

/** Requests whose second call waits for the first result, though it does not use it. */
export const chainPatterns: readonly string[] = [
  '先查{city}的天气，再定位{place}',
  '先看看{city}的天气，再搜索{query}',
  '先定位{place}，再搜索{query}',
  '先搜索{query}，再查{city}的天气',
  '先搜一下{query}，然后定位{place}',
];

/** Requests whose second call takes its city from the map's answer. */
export const dependentPatterns: readonly string[] = [
  '先定位{place}，再查当地的天气',
  '先找到{place}，然后看看那里的天气',
  '先看{place}在哪里，再查那边的天气',
];

/** Second requests of a conversation. `{same}` gets a value for the tool that was just called. */
export const followUpPatterns: readonly string[] = [
  '那{same}呢？',
  '{same}呢？',
  '再看看{same}',
  '换成{same}',
  '再帮我定位{place}',
  '那{city}的天气呢？',
  '顺便搜一下{query}',
];

/** Requests that no tool serves, each group with its answer. */
export const noCallPatterns: readonly { readonly answer: string; readonly patterns: readonly string[] }[] = [
  {
    answer: '抱歉，我没有可以完成这件事的工具。',
    patterns: [
      '帮我订一张去{city}的机票',
      '订一家{city}的酒店',
      '给{person}打电话',
      '给{person}发一条消息',
      '{time}提醒我开会',
      '{time}帮我关灯',
      '买两张{city}的火车票',
      '播放{person}的歌',
      '帮我给{person}写邮件',
      '{time}叫我起床',
    ],
  },
  {
    answer: '你好！我可以查天气、看地图和搜索资料。',
    patterns: [
      '{greeting}',
      '{greeting}，在吗？',
      '{greeting}，很高兴认识你',
      '{greeting}，你能做什么？',
      '{greeting}，小助手',
      '{greeting}，我是{person}',
    ],
  },
  {
    answer: '不客气！',
    patterns: [
      '{thanks}',
      '{thanks}，我去告诉{person}',
      '{thanks}，再见',
      '{thanks}，我明白了',
      '好的，{thanks}',
      '{thanks}，帮了大忙',
      '行，{thanks}',
    ],
  },
];

/** Values of the slots that no tool is called with. */
export const plainSlots: Readonly<Record<'person' | 'time' | 'greeting' | 'thanks', readonly string[]>> = {
  person: ['小王', '小李', '小张', '小陈', '妈妈', '爸爸', '老师', '经理', '同学', '朋友'],
  time: ['早上七点', '早上八点', '下午三点', '下午五点', '晚上九点', '晚上十点', '中午十二点'],
  greeting: ['你好', '您好', '早上好', '下午好', '晚上好', '大家好'],
  thanks: ['谢谢', '谢谢你', '谢谢您', '多谢', '非常感谢', '太感谢了'],
};
