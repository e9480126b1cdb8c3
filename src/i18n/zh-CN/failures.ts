// What went wrong, by the failure's code: the title above the message that the worker sent.

import type { failures as english } from '../en/failures';

export const failures = {
  titles: {
    'bad-input': '输入无法使用',
    'not-found': '没有找到',
    unsupported: '暂不支持',
    blocked: '校验未通过，已停下',
    'no-webgpu': '此处无法使用 WebGPU',
    'device-lost': '显卡设备断开了',
    'out-of-memory': '内存不足',
    storage: '浏览器存储出错',
    'in-use': '已在另一个标签页打开',
    network: '连接失败',
    aborted: '已停止',
    bug: 'ToolTune 自身出错了',
  },
  remedies: {
    'bad-input': '改正上面指出的位置，然后重试。',
    'not-found': '可能已被删除，请返回重新选择。',
    unsupported: '请换一个文件或设置。',
    blocked: '打开“校验”，处理其中的错误。',
    'no-webgpu': '设备请选“auto”或“wasm”。',
    'device-lost': '点“继续”，训练会从最近的检查点接着走。',
    'out-of-memory': '减小批大小或最大长度。',
    storage: '清理磁盘空间，然后刷新页面。',
    'in-use': '关闭另一个标签页，或到那里继续。',
    network: '检查网络后继续：已下载的部分都还在。',
    aborted: '需要时可重新开始。',
    bug: '请刷新页面，已保存的内容都还在。',
  },
  where: (file: string, line: string) => (line === '' ? file : `${file} 第 ${line} 行`),
  record: (id: string) => `记录 ${id}`,
} satisfies typeof english;
