// Words of the export screen.

import type { exporting as english } from '../en/export';
import { countedChinese } from '../plural';

export const exporting = {
  summary: (records: number) => `${countedChinese(records, '条')}记录`,
  download: '下载',
  preparing: '准备中…',
  size: '大小',
  next: '接下来怎么用',
  copyLines: '复制这几行',
  noProject: '请先打开一个项目',
  noProjectText: '可导出项目的数据集、训练好的权重和配置。可在“数据”页打开示例。',
  openData: '打开“数据”',
  saved: (name: string, bytes: string) => `${name}（${bytes}）已交给浏览器下载。`,
  dataset: {
    title: '数据集',
    format: '格式',
    formats: { chatml: 'ChatML，function_call', common: '通用，function_call', openai: 'OpenAI 消息', tokens: 'token 与权重' },
    descriptions: {
      chatml: '每行是完整的提示和任务书方言的回答，可直接交给 Qwen 的分词器。',
      common: '请求和调用各占一列，参数是字符串，与来源一致。',
      openai: 'messages、tool_calls 和 tools，OpenAI 与 TRL 都能读取。',
      tokens: '每行的文本、token 编号和损失权重：训练时看到的正是这些。',
    },
    split: '范围',
    splits: { train: '训练行', eval: '留出行', all: '全部行' },
    rows: (count: number) => countedChinese(count, '行'),
    lost: (count: number) => `此格式放不下全部内容：${countedChinese(count, '项')}`,
    lostTimes: (what: string, count: number) => `${what}（${countedChinese(count, '条')}）`,
    complete: '此格式完整保留了这些行的内容。',
    large: '项目较大，下载后才知道大小和取舍。',
    empty: '没有这类行。',
  },
  weights: {
    title: '权重',
    description: '训练好的模型：一个 zip，里面是 Hugging Face 文件夹。把它拖回“训练”页，回答完全一样。',
    run: '训练记录',
    runOption: (name: string, step: string) => `${name}，第 ${step} 步`,
    none: '还没有训练好的模型。',
    openTrain: '打开“训练”',
    inside: '内容',
    files: {
      'config.json': '结构与尺寸',
      'model.safetensors': '权重，F32',
      'tokenizer.json': '词表与合并规则',
      'tokenizer_config.json': '特殊 token 与对话模板',
      'generation_config.json': '贪心解码、停止 token',
      'README.md': '模型说明',
    },
    about: (bytes: string) => `约 ${bytes}`,
  },
  recipe: {
    title: '配置',
    description: '整个训练写成一个小文件，字段名与 Hugging Face 相同。不开窗口也能重现训练，也可以在这里再打开。',
    open: '打开配置…',
    opened: (name: string) => `已把 ${name} 的设置用于本项目。`,
    ignored: (names: string) => `能识别，但在这里没有作用：${names}`,
    show: '查看 config.yaml',
  },
} satisfies typeof english;
