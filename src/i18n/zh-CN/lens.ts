// Words of the token lens.

import type { lens as english } from '../en/lens';

export const lens = {
  title: '训练哪些 token',
  text: '按 token 显示的文本，可用方向键逐个移动',
  count: (trained: string, all: string) => `${all} 个中训练 ${trained} 个`,
  tokenizer: '分词器',
  format: '格式',
  formats: { function_call: 'function_call 行', template: '模型自带模板' },
  notTrained: '不训练',
  trained: '训练',
  trainedLess: '训练，权重小于 1',
  trainedMore: '训练，权重大于 1',
  special: '特殊 token',
  ids: '显示编号',
  hint: '指向某个 token 或用方向键移动，可看它的编号、字节和位置。',
  details: (of: { token: string; id: string; bytes: string; from: string; to: string; weight: string }) =>
    `第 ${of.token} 个 token · 编号 ${of.id} · 字节 ${of.bytes} · 字符 ${of.from}–${of.to} · 权重 ${of.weight}`,
  cutHere: (length: string) => `最大长度 ${length} token：之后的内容被截断`,
  nothing: '这一行没有任何内容参与训练',
  nothingRemedy: '它没有助手的回答，请补上。',
  allCut: (tokens: string, length: string) => `回答在截断处之后：这段文本有 ${tokens} 个 token，最大长度为 ${length}`,
  allCutRemedy: '在“训练”中调大最大长度，或缩短这一行或工具说明。',
} satisfies typeof english;
