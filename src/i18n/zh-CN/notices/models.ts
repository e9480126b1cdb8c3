// Checkpoints, adapters and hubs.

import type { models as english } from '../../en/notices/models';

export const models = {
  no_adapter: { title: '没有适配器', message: '这次训练更新了全部权重，没有适配器可以导出。', remedy: '请导出完整模型。' },
  export_differs: {
    title: '导出不够精确',
    message: '{dtype} 权重算出的 logits 与训练好的模型相差 {difference}。',
    remedy: '可能有权重超出 F16 的范围：改用 BF16 或 F32，或只导出适配器。',
  },
  merge_differs: {
    title: '合并不精确',
    message: '“{adapter}”与基础模型合并后，算出的 logits 与合并前相差 {difference}，而最大的 logit 是 {largest}。',
    remedy: '没有存入任何东西，适配器保持原样。它可能有过大的数值：请不合并、直接使用它，或重新训练。',
  },
  adapter_base_missing: {
    title: '缺少基础模型',
    message: '这个适配器是在“{base}”上训练的，但该模型不在此浏览器中。',
    remedy: '请先下载或添加“{base}”，再添加适配器。',
  },
  adapter_misfit: {
    title: '适配器与模型不匹配',
    message: '适配器与它所写的基础模型对不上：{problem}。',
    remedy: '请添加训练它时所用的基础模型。',
  },
  adapter_missing: {
    title: '缺少适配器',
    message: '适配器“{adapter}”不在此浏览器中。',
    remedy: '请在“模型”里重新添加它的文件夹，或改为新建适配器。',
  },
  adapter_of_other_model: {
    title: '适配器属于别的模型',
    message: '适配器“{adapter}”不属于配置里的模型。',
    remedy: '请选择训练它时所用的模型，或改为新建适配器。',
  },
  adapter_needs_lora: {
    title: '适配器与全部权重',
    message: '配置要接着一个适配器训练，训练方式却是全部权重。',
    remedy: '请用 method: lora；要训练全部权重，请先在“模型”里把适配器合并成模型。',
  },
  model_has_adapters: {
    title: '还有适配器用着这个模型',
    message: '这些适配器以它为基础：{adapters}。',
    remedy: '请先删除它们，或合并成各自的模型。',
  },
  no_adapter_weights: {
    title: '没有适配器权重',
    message: 'adapter_config.json 旁边没有 adapter_model.safetensors。',
    remedy: '请使用适配器的整个文件夹；.bin 文件无法读取。',
  },
  adapter_setting: {
    title: '不支持适配器的这项设置',
    message: 'adapter_config.json 里的 {name}: {value} 无法计算。',
    remedy: '请使用线性层上的普通 LoRA 适配器，或先用 PEFT 把它合并进基础模型，再添加合并后的模型。',
  },
  model_unsupported: {
    title: '这个模型无法使用',
    message: '这个模型无法使用：不支持 {what}。',
    remedy: '请使用未量化的 Qwen2、Qwen2.5 或 Qwen3 文本模型，例如 Qwen/Qwen3-0.6B。',
  },
  no_config: {
    title: '没有 config.json',
    message: '这些文件里没有 config.json。',
    remedy: '请拖入模型的整个文件夹：config.json、*.safetensors、tokenizer.json、tokenizer_config.json。',
  },
  no_weights: { title: '没有权重', message: '这些文件里没有 .safetensors。', remedy: '请拖入模型的整个文件夹；.bin 和 .gguf 无法读取。' },
  tensor_missing: { title: '缺少张量', message: '权重里没有张量 {tensor}。', remedy: 'config.json 和全部 .safetensors 要来自同一个模型。' },
  tensor_shape: {
    title: '张量形状不符',
    message: '张量 {tensor} 的形状是 {is}，config.json 要求 {wanted}。',
    remedy: 'config.json 和全部 .safetensors 要来自同一个模型。',
  },
  tensor_unknown: {
    title: '多出的张量',
    message: '张量 {tensor} 不属于这个模型。',
    remedy: 'config.json 和全部 .safetensors 要来自同一个模型。',
  },
  tensor_twice: { title: '张量重复', message: '张量 {tensor} 出现了两次。', remedy: 'config.json 和全部 .safetensors 要来自同一个模型。' },
  tensor_misplaced: {
    title: '张量不在索引所指的文件里',
    message: '张量 {tensor} 在 {file} 里，索引写的是 {place}。',
    remedy: 'config.json 和全部 .safetensors 要来自同一个模型。',
  },
  shard_missing: { title: '缺少权重文件', message: '缺少 {file}。', remedy: '请一次加入该模型的全部 .safetensors 文件。' },
  shard_extra: {
    title: '多出的权重文件',
    message: '索引 model.safetensors.index.json 里没有 {file}。',
    remedy: '把它移出文件夹：它属于别的模型或别的版本。',
  },
  index_unusable: { title: '权重索引无法使用', message: '无法使用 model.safetensors.index.json。', remedy: '请重新下载该文件。' },
  tokenizer_too_large: {
    title: '分词器与模型不符',
    message: '分词器有 {tokens} 个 token，模型的词表只有 {rows} 行。',
    remedy: '分词器文件要与 config.json 来自同一个模型。',
  },
  tokenizer_missing: { title: '没有分词器', message: '文件夹里没有 {file}。', remedy: '请把它一起加入：没有分词器，模型无法使用。' },
  file_too_long: { title: '文件过大', message: '{file} 有 {bytes} 字节，正常的这类文件不会这么大。', remedy: '请检查它是否放错了。' },
  hub_address: {
    title: '不是模型站地址',
    message: '“{address}”不是可用的模型站地址。',
    remedy: '请填写 https 地址，或带端口的 http://localhost，不要带用户名和查询参数。',
  },
  hub_name: { title: '不是模型名', message: '“{name}”不是模型名。', remedy: '请按模型站上的写法填写“所有者/模型”，例如 Qwen/Qwen3-0.6B。' },
  hub_listing: {
    title: '没有文件清单',
    message: '模型站返回的内容不是带大小的文件清单。',
    remedy: '请检查地址：它应当是模型站本身，而不是网页或登录页。',
  },
  hub_commit: {
    title: '提交号不符',
    message: '要的是提交 {wanted}，模型站给的却是 {named}。',
    remedy: '模型站前后不一致：请换一个模型站。',
  },
  hub_redirect: {
    title: '转向了未确认的主机',
    message: '{host} 把请求转到另一个未经确认的主机，已拦下。',
    remedy: '请把那个主机填在模型站地址旁边；模型站的文档里会写明。',
  },
  hub_unreachable: { title: '模型站没有响应', message: '{host} 没有响应，或中途断开。', remedy: '检查网络后继续：已下载的部分都还在。' },
  hub_absent: { title: '模型站上没有', message: '{host} 上没有 {file}。', remedy: '请核对模型名和版本。' },
  hub_refused: {
    title: '模型站拒绝访问',
    message: '{host} 拒绝提供 {file}（状态 {status}）。',
    remedy: '私有或需申请的模型要登录账号：请自行下载，再把文件夹拖进来。',
  },
  hub_status: { title: '模型站报错', message: '{host} 对 {file} 返回状态 {status}。', remedy: '稍后继续：已下载的部分都还在。' },
  hub_size: {
    title: '文件大小不符',
    message: '{file} 比模型站所说的 {bytes} 字节更长。',
    remedy: '模型站前后不一致：请换一个模型站或版本。',
  },
  hub_cut: { title: '文件中断', message: '{file} 没有下载完整。', remedy: '检查网络后继续：已下载的部分都还在。' },
  hub_hash: {
    title: '文件校验不符',
    message: '{file} 的 SHA-256 与模型站所说的不同。',
    remedy: '它在途中损坏或被改动，已删除。请重新下载；若仍如此，换一个模型站。',
  },
  hub_not_stored: {
    title: '配置里的模型还没下载',
    message: '配置所用的模型 {model}（{revision}）不在本浏览器。',
    remedy: '在“训练”里点“下载”，或拖入它的文件夹后另选。',
  },
  weights_gone: { title: '权重不见了', message: '已存的权重文件 {file} 不见了。', remedy: '请重新添加这个模型。' },
  needed_by_run: { title: '训练正用着它', message: '训练“{run}”正在使用它。', remedy: '请先停止那次训练；它也可能开在另一个标签页里。' },
  download_in_use: {
    title: '正在下载',
    message: '这个模型正在下载。',
    remedy: '等它完成，或在开始下载的地方停止；也可能在另一个标签页里。',
  },
  model_missing: { title: '模型不在本浏览器', message: '模型“{model}”不在本浏览器中。', remedy: '重新拖入它的文件夹，或换一个模型。' },
  bad_zip: { title: 'zip 无法使用', message: '这个 zip 无法使用：{problem}。', remedy: '重新打包，或直接拖入文件夹。' },
} satisfies typeof english;
