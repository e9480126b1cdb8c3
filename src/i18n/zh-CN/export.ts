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
      chatml: '每行是一段完整的 ChatML 对话，调用写在 <function_call> 标签之间，可直接交给 Qwen 的分词器。',
      common: '请求和调用各占一列，参数是字符串，与来源一致。',
      openai:
        'messages、tool_calls 和 tools，供 TRL、LLaMA-Factory 使用：arguments 为对象；原本是字符串的仍为字符串（OpenAI 自家服务要求字符串）。',
      tokens: '每行的文本、token 编号和损失权重：训练时看到的正是这些。',
    },
    split: '范围',
    splits: { train: '训练行', eval: '留出行', all: '全部行' },
    rows: (count: number) => countedChinese(count, '行'),
    lost: (count: number) => `有 ${count} 样内容此格式放不下：`,
    lostTimes: (what: string, count: number) => `${what}（${countedChinese(count, '条')}）`,
    lostWhat: {
      tools: '记录自带的工具列表',
      call_ids: '调用的 id',
      tool_names: '工具结果里的工具名',
      reasoning: '思考过程',
      weights: '消息的权重',
      columns: '此格式不认识的列',
      parallel_calls: '多个调用同属一次回答：会拆成多轮',
      turn_markers: '含 <|im_start|> 或 <|im_end|> 的文本：再读回来，轮次会变',
      call_markers: '含 <function_call> 或 <think> 的文本：再读回来，会变成调用或思考',
    },
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
