// Requests that no tool serves, as a person would chat. `{person}`, `{place}`, … take values of that kind.

import type { ToolSpec } from '../../record';
import type { TemplateLanguage } from './language';
import { wordsOfName } from './value-kind';

const frames: Readonly<Record<TemplateLanguage, readonly string[]>> = {
  en: [
    'Hello',
    'Hi there, my name is {person}',
    'Good morning',
    'Good evening, {person} here',
    'Thanks a lot',
    'Thank you, that is all',
    'Thank you, I will tell {person}',
    'Goodbye',
    'See you soon',
    'How are you today?',
    'Who are you?',
    'What can you do?',
    'Tell me a joke',
    'Tell me a joke about {phrase}',
    'I am a little bored',
    'You are very helpful',
    'Do you like {word}?',
    'What do you think about {phrase}?',
    'I met {person} yesterday',
    '{person} says hello',
    'I grew up in {place}',
    '{place} is lovely in spring',
    'My favourite thing is {phrase}',
    'Let us talk about {phrase}',
    'I do not understand {phrase}',
    'Write a poem about {phrase}',
    'Sing a song for {person}',
    'Why is the sky blue?',
    'That is all for now',
    'Never mind',
    'Great, thank you',
    'Have a nice day, {person}',
    'I like {phrase} very much',
    'Guess what {person} told me',
    'It was a long day in {place}',
    'Yes, that is right',
    'No, not that one',
    'My friend {person} knows a lot about {phrase}',
    'What is your favourite {word}?',
    'I am {integer} years old',
    'Sorry, I was away',
    'Good night, {person}',
  ],
  'zh-CN': [
    '你好',
    '您好，我是{person}',
    '早上好',
    '晚上好，{person}也在',
    '谢谢',
    '非常感谢，没有别的事了',
    '谢谢，我去告诉{person}',
    '再见',
    '回头见',
    '你今天怎么样？',
    '你是谁？',
    '你能做什么？',
    '讲个笑话',
    '讲个关于{phrase}的笑话',
    '我有点无聊',
    '你真厉害',
    '你喜欢{word}吗？',
    '你觉得{phrase}怎么样？',
    '我昨天遇到了{person}',
    '{person}向你问好',
    '我在{place}长大',
    '{place}的春天很美',
    '我最喜欢{phrase}了',
    '我们聊聊{phrase}吧',
    '我看不懂{phrase}',
    '写一首关于{phrase}的诗',
    '给{person}唱首歌',
    '天空为什么是蓝色的？',
    '先这样吧',
    '算了，不用了',
    '好的，多谢',
    '祝你愉快，{person}',
    '我很喜欢{phrase}',
    '{person}跟我说了一件事',
    '今天在{place}待了一整天',
    '对，没错',
    '不对，不是这个',
    '我朋友{person}很懂{phrase}',
    '你最喜欢的{word}是什么？',
    '我今年{integer}岁',
    '不好意思，刚才走开了',
    '晚安，{person}',
  ],
};

export const noCallAnswers: Readonly<Record<TemplateLanguage, string>> = {
  en: 'Sorry, I have no tool for that.',
  'zh-CN': '抱歉，我没有可以完成这件事的工具。',
};

/** Without those that one of the tools might serve after all: a tool that writes poems makes "Write a poem" a call. */
export function proposeNoCallFrames(tools: readonly ToolSpec[], languages: readonly TemplateLanguage[]): readonly string[] {
  const told = tools.map(({ name, description }) => `${wordsOfName(name).join(' ')} ${description}`.toLowerCase());
  const words = ['joke', 'poem', 'song', 'talk', 'chat', 'hello', '笑话', '诗', '歌', '聊'];
  const served = words.filter((word) => told.some((text) => text.includes(word)));
  return languages.flatMap((language) => frames[language].filter((frame) => !served.some((word) => frame.toLowerCase().includes(word))));
}
