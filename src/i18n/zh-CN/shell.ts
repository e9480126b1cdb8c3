// Words of the frame around the screens: rail, top bar, palette, dialogs, and parts used everywhere.

import type { shell as english } from '../en/shell';

export const shell = {
  steps: { data: '数据', check: '校验', train: '训练', evaluate: '评估', export: '导出' },
  stepsLabel: '步骤',
  skip: '跳到正文',
  privacy: '数据只留在本浏览器：页面只连接自己的地址，不连接别处。',
  saved: '已保存',
  close: '关闭',
  cancel: '取消',
  confirm: '确定',
  save: '保存',
  remove: '移除',
  undo: '撤销',
  redo: '重做',
  copy: '复制',
  copied: '已复制',
  more: '更多',
  loading: '载入中…',
  dismiss: '收起',
  timeLeft: (clock: string) => `剩余 ${clock}`,
  of: (done: string, total: string) => `${done} / ${total}`,
  reset: '还原',
  busy: {
    open: '正在打开项目',
    sample: '正在打开示例',
    import: '正在读取文件',
    check: '正在校验记录',
    plan: '正在计算训练计划',
    prepare: '正在准备训练',
    evaluate: '正在向两个模型提问',
    export: '正在写出文件',
    model: '正在读取模型',
  },
  stop: '停止',
  required: '必填',
} satisfies typeof english;
