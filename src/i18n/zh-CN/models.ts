// Words of the models dialog: what is stored, and the ways to add to it.

import type { models as english } from '../en/models';

export const models = {
  title: '模型',
  open: '模型：添加、下载、删除…',
  builtIn: {
    starter: {
      name: '起步模型',
      text: (parameters: string, bytes: string) =>
        `页面自带，${parameters} 个参数，${bytes}：会从提示中选工具、照抄参数值，懂中英文；你自己的工具，训练约一百步就能学会。`,
    },
    'from-zero': {
      name: '从零开始',
      text: (parameters: string) => `${parameters} 个参数，一开始什么都不会：用来看一个模型怎样学会数据里的词，也只学会这些词。`,
    },
  },
  empty: '还没有存入其他模型。要应对随意的说法，请在下面添加 Qwen 检查点。',
  parameters: (count: string) => `${count} 个参数`,
  origins: { folder: '来自文件夹', zip: '来自 zip' },
  use: '使用',
  merge: '合并成模型',
  adapterOf: (base: string) => `${base} 的适配器`,
  lora: (rank: string, alpha: string, stabilized: boolean, modules: readonly string[]) =>
    `r ${rank}，lora_alpha ${alpha}${stabilized ? '，秩稳定' : ''}，用于 ${modules.join('、')}`,
  goOn: '继续',
  remove: '删除',
  removeTitle: (name: string) => `删除 ${name}？`,
  removeText: (bytes: string) => `将释放本浏览器中的 ${bytes}。用它训练的记录会保留，但不能再继续训练。`,
  discardText: (bytes: string) => `已下载的 ${bytes} 会被删除。`,
  unfinished: (bytes: string, total: string) => `未完成：已有 ${bytes}，共 ${total}`,
  added: (name: string) => `已添加 ${name}。`,
  fromFiles: '来自本机',
  fromFilesHelp:
    'Hugging Face 文件夹：config.json、分词器文件、F32/F16/BF16 的 safetensors（单个文件或分片）。也可以是 PEFT 适配器，只要它的基础模型已存在这里：可以接着它训练。',
  addFolder: '添加文件夹…',
  addZip: '添加 zip…',
  hub: {
    title: '来自模型站',
    label: '模型站',
    mirror: '镜像 · hf-mirror.com',
    other: '其他地址…',
    address: '地址',
    addressHelp: 'https 地址，或带端口的 http://localhost。',
    hosts: '文件来自',
    hostsHelp: '模型站会把下载转到的主机（如有）：cdn.example.org、*.example.org。其余一律拦下。',
    noHosts: '仅此地址',
    name: '模型名',
    revision: '版本',
    revisionHelp: '分支、标签或提交号。',
    size: '大小',
    sizeUnknown: '下载之前会先显示',
    ask: '查询…',
    confirmTitle: (host: string) => `连接 ${host}？`,
    confirmText: '模型站会看到你的网络地址、模型名和版本。你的数据、训练记录和设置都留在本机；不发送 Cookie，也不发送本页地址。',
    connect: (host: string) => `连接 ${host}`,
    goOn: (host: string) => `连接 ${host} 并继续`,
    found: (name: string, files: string, bytes: string) => `${name}：${files} 个文件，${bytes}`,
    commit: (commit: string) => `版本 ${commit}`,
    room: (bytes: string) => `本浏览器还能存 ${bytes}。中途停下会保留已下载的部分，之后可继续。`,
    noRoom: (bytes: string) => `本浏览器只能再存 ${bytes}。请先删除模型，或清理磁盘。`,
    download: (bytes: string) => `下载 ${bytes}`,
  },
} satisfies typeof english;
