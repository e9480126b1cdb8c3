// Words of what is known before the start: the plan, its memory, and what blocks it.

import type { plan as english } from '../../en/train/plan';
import { countedChinese } from '../../plural';

export const plan = {
  plan: {
    title: '训练计划',
    rows: '行数',
    steps: '步数',
    tokens: 'token 总数',
    trained: '参与学习的 token',
    time: '用时',
    perEpoch: (count: string) => `每轮 ${count}`,
    warmup: (count: string) => `预热 ${count}`,
    packed: (count: string) => `拼成 ${count} 个序列`,
    padding: (percent: string) => `填充占 ${percent}`,
    share: (percent: string) => `占 ${percent}`,
    timeUnknown: '训练一次后可知',
    timeFrom: (speed: string) => `按 ${speed} tok/s`,
    cut: (count: number) => `${countedChinese(count, '行')}超过最大长度，将被截断。`,
    leftOut: (count: number) => `${countedChinese(count, '行')}不参与训练：最大长度以内没有可学的内容。`,
    whole: '无截断、无排除',
    notWhole: '见下方',
    otherRow: (position: string, total: string) => `第 ${position} / ${total} 行，模型看到的样子`,
    previous: '上一行',
    next: '下一行',
    preview: '查看各行的 token',
  },
  memory: {
    label: '一步所需的内存',
    parts: {
      weights: '权重',
      adapter: '适配器',
      gradients: '梯度',
      optimizer: '优化器',
      activations: '激活值',
      logits: '词表输出',
    },
    fits: (total: string, budget: string) => `约需 ${total}，假定可用 ${budget}。`,
    tooMuch: (total: string, budget: string) => `约需 ${total}，超过假定可用的 ${budget}。`,
    recomputed: '将重算激活值。',
    nothingFits: '这个模型无论批大小、长度、方法都放不下：请换小一些的模型，或调高训练可用内存。',
    and: '、',
    proposal: (changes: string, total: string) => `改为 ${changes} 就放得下：约 ${total}。`,
    apply: '采用这些设置',
  },
  blocks: {
    noProject: '请先打开一个项目',
    noProjectText: '训练需要数据。在“数据”页打开示例项目，或把自己的文件拖进去。',
    noRows: '没有可训练的行',
    noRowsText: '项目里没有数据，或者全部都是留出数据。',
    errors: (count: number) => `有 ${countedChinese(count, '个错误')}，不能训练`,
    errorsText: '“校验”页逐条列出了原因和改法。',
    invalid: '有设置无法使用，改正后才能训练。',
    openData: '打开“数据”',
    openCheck: '打开“校验”',
  },
} satisfies typeof english;
