// Settings, devices, checkpoints, and what happens to a run.

import type { training as english } from '../../en/notices/training';

export const training = {
  recipe_refused: { title: '配置文件无法使用', message: '配置文件无法使用：{reason}', remedy: '改正指出的位置。' },
  recipe_ignored: {
    title: '不起作用的设置',
    message: '这些设置能识别，但在标签页里不起作用：{names}。',
    remedy: '无需处理。',
  },
  recipe_rate_too_low: {
    title: '从零训练，学习率偏低',
    message: '学习率 {rate} 适合已训练好的模型；此模型从随机权重起步，用它学不到多少。',
    remedy: '选用“快速”预设，或把学习率设为约 0.005。',
  },
  recipe_few_epochs: {
    title: '从零训练，轮数偏少',
    message: '对从随机权重起步的模型，{epochs} 轮太少。',
    remedy: '选用“快速”预设，或至少训练 {fewest} 轮。',
  },
  recipe_lora_from_zero: {
    title: '从零训练，却选了 LoRA',
    message: 'LoRA 不改动模型原有的权重；这些权重是随机的，适配器无从发挥。',
    remedy: '选用“快速”预设，或把训练方法改为“全量”。',
  },
  stop_token_other: {
    title: '检查点的结束符不同',
    message: '数据用 {token} 结束回答，而此检查点用 {ends}：它像是基座模型，不是对话模型。',
    remedy: '改用同一规模的 Instruct 检查点，或多训练一些，让它学会停下来。',
  },
  stop_token_untrained: {
    title: '结束符像是从未训练过',
    message: '{token} 的权重像是从未训练过：它与词表中空置行的差别，只有普通 token 的 {percent} %。照现在的权重，模型很难用它结束回答。',
    remedy: '改用同一规模的 Instruct 检查点，或训练全部权重。这里只凭权重判断。',
  },
  stop_token_frozen: {
    title: 'LoRA 训练不到结束符',
    message: 'LoRA 不改动词嵌入和输出层，{token} 未经训练的权重也就一直不变。',
    remedy: '把训练方法设为 full，或改用 Instruct 检查点。',
  },
  recipe_rate_too_high: {
    title: '学习率对已训练的模型偏高',
    message: '学习率 {rate} 适合从随机权重起步的模型；已训练好的模型会因此遗忘所学。',
    remedy: '采用“快速”预设的学习率；训练大模型的全部权重时不要超过 0.00005。',
  },
  recipe_best_unmeasured: {
    title: '没有留出数据，选不出最佳检查点',
    message: '没有留出数据，无从判断哪个检查点最好，只能用最后一个。',
    remedy: '在“数据”页把一些行划为“留出”，或关闭“保留最佳检查点”。',
  },
  recipe_stopping_unmeasured: {
    title: '没有留出数据，不会提前停止',
    message: '没有留出数据，无从判断何时该提前停止，所有步都会训练完。',
    remedy: '在“数据”页把一些行划为“留出”，或把“提前停止”设为 0。',
  },
  errors_stop_training: {
    title: '有错误，不能训练',
    message: '有 {count} 个错误，不能开始训练。',
    remedy: '打开“校验”，改正或删去这些记录。',
  },
  nothing_to_train: {
    title: '没有可训练的内容',
    message: '训练集里没有任何要训练的 token。',
    remedy: '添加带回答的记录，把记录移到训练集，或增大最大长度。',
  },
  nothing_held_out: {
    title: '没有留出记录',
    message: '这次训练开始时没有留出任何记录，无从评估。',
    remedy: '把一些记录移到留出集，再训练一次。',
  },
  training_runs: { title: '正在训练', message: '有一次训练正在进行，设备一次只能做一件事。', remedy: '先暂停训练，再试。' },
  run_is_training: { title: '正在训练', message: '这次训练正在进行。', remedy: '请先停止。' },
  no_checkpoint: {
    title: '没有检查点',
    message: '这次训练没有可读取的检查点，因此没有训练后的模型。',
    remedy: '训练到第一个检查点，或重新开始。',
  },
  checkpoint_gone: {
    title: '检查点已不在',
    message: '这次训练没有保留第 {step} 步的检查点。',
    remedy: '选择仍保留的检查点；下次训练前可增大 save_total_limit。',
  },
  webgpu_missing: {
    title: '没有 WebGPU',
    message: '此浏览器没有提供 WebGPU 适配器。',
    remedy: '设备选“自动”（此处会用 wasm），或在有 GPU 的电脑上使用新版 Chrome 或 Edge。',
  },
  webgpu_software: {
    title: '没有真正的 GPU',
    message: '唯一的 WebGPU 适配器是软件模拟的，比 wasm 更慢。',
    remedy: '设备选“自动”（此处会用 wasm），或在有 GPU 的电脑上使用新版 Chrome 或 Edge。',
  },
  backend_not_started: {
    title: '计算设备没有启动',
    message: 'TensorFlow.js 的 {backend} 后端没有启动。',
    remedy: '换一个计算设备。',
  },
  device_lost: {
    title: 'GPU 已丢失',
    message: 'GPU 被重置或移除。',
    remedy: '从最近的检查点继续；若再次发生，关闭其他占用 GPU 的程序，或减小批大小。',
  },
  device_memory: {
    title: '内存不足',
    message: '计算设备的内存装不下这次训练。',
    remedy:
      '减小每批行数（per_device_train_batch_size），并相应加大梯度累积（gradient_accumulation_steps）；或缩短最大长度（max_length）。',
  },
  answer_memory: {
    title: '内存不足，无法回答',
    message: '计算设备的内存不够模型作答。',
    remedy:
      '关闭其他标签页和程序后重试。提示越短越省内存：“试一试”中可缩短请求或系统提示，或减少工具。仍然不够时，换更小的模型训练，或改用 LoRA，训练前后的模型便共用一份权重。',
  },
  answer_lost: {
    title: '回答时 GPU 丢失',
    message: '模型作答时，GPU 被重置或移除。',
    remedy: '请再问一次，模型会重新载入。若再次发生，关闭其他占用 GPU 的程序。',
  },
  check_lost: {
    title: '核对时 GPU 丢失',
    message: '核对这些权重时，GPU 被重置或移除。',
    remedy: '没有写出任何文件，请重试。若再次发生，关闭其他占用 GPU 的程序。',
  },
  check_memory: {
    title: '内存不足，无法核对',
    message: '计算设备的内存不够核对这些权重。',
    remedy: '没有写出任何文件。关闭其他标签页和程序后重试。适配器无需核对：可单独导出，或与基础模型一起使用。',
  },
  checkpoint_unreadable: {
    title: '检查点来自更新的版本',
    message: '第 {step} 步的检查点由更新版本的 ToolTune 写成，当前版本读不懂。',
    remedy: '刷新页面以使用最新版本。',
  },
  checkpoint_of_other_base: {
    title: '基础模型不同',
    message: '第 {step} 步的检查点用的是另一个基础模型，接着训练就不再是同一次训练。',
    remedy: '重新添加当时所用的模型，或另开一次训练。',
  },
  checkpoint_of_other_settings: {
    title: '设置不同',
    message: '第 {step} 步的检查点用的是另一套设置，接着训练就不再是同一次训练。',
    remedy: '用想要的设置另开一次训练。',
  },
  checkpoint_of_other_rows: {
    title: '训练数据不同',
    message: '第 {step} 步的检查点所用的数据不同：记录、分词器或对话模板有变化。',
    remedy: '换回当时所用的分词器和对话模板，或另开一次训练。',
  },
  checkpoints_freed: {
    title: '删去了较早的检查点',
    message: '空间不足，放不下第 {step} 步的检查点，已删去本次训练较早的检查点。',
    remedy: '训练照常继续。请删去不再需要的训练、模型或项目，或清理磁盘。',
  },
  checkpoint_not_saved: {
    title: '检查点没有保存',
    message: '浏览器空间已用完，第 {step} 步的检查点没有保存；上一个检查点仍在。',
    remedy: '训练照常继续，到下一个检查点会再试。请在此之前删去一些训练、模型或项目，或清理磁盘。',
  },
  no_room_at_end: {
    title: '最后的检查点没有空间',
    message: '浏览器空间已用完，第 {step} 步的检查点没有保存；上一个检查点仍在。',
    remedy: '删去不再需要的训练、模型或项目，或清理磁盘，再点“继续”：其间的步会重新训练。',
  },
  device_rebuilt: {
    title: 'GPU 曾丢失，训练已接着进行',
    message: 'GPU 被重置或移除。训练已自动换用新的设备，从第 {step} 步接着进行。',
    remedy: '无需处理：上一个检查点之后的步会重新训练，损失与原来相同。',
  },
  stood_still: {
    title: '训练停顿过',
    message: '训练停顿了约 {minutes} 分钟：电脑休眠过，或浏览器冻结了标签页。训练已从原处接着进行。',
    remedy: '没有丢失任何内容。想早些完成，请让标签页保持可见，并让电脑接上电源、不要休眠。',
  },
  stood_still_gpu_kept: {
    title: '训练停顿过，GPU 仍可用',
    message: '训练停顿了约 {minutes} 分钟：电脑休眠过，或浏览器冻结了标签页。GPU 仍可用，训练已从原处接着进行。',
    remedy: '没有丢失任何内容。想早些完成，请让标签页保持可见，并让电脑接上电源、不要休眠。',
  },
  stood_still_gpu_lost: {
    title: '停顿之后 GPU 已不可用',
    message: '训练停顿了约 {minutes} 分钟：电脑休眠过，或浏览器冻结了标签页。之后 GPU 没有应答，已弃用。',
    remedy: '训练会自动换用新的设备，从最近的检查点接着进行。想早些完成，请让标签页保持可见，并让电脑接上电源、不要休眠。',
  },
  tab_hidden: {
    title: '标签页已隐藏，训练仍在后台进行',
    message: '标签页在第 {step} 步时被隐藏：会保存一个检查点，训练在后台继续进行。',
    remedy: '浏览器可能放慢后台标签页，内存不足时还可能关掉它。想早些完成，请让它保持可见。',
  },
  tab_shown: {
    title: '标签页隐藏过，训练一直在进行',
    message: '标签页隐藏了约 {minutes} 分钟。其间训练从第 {from} 步进行到第 {step} 步。',
    remedy: '无需处理。',
  },
  steps_spill: {
    title: '步速慢了十倍',
    message: '大约从第 {step} 步起，每步用时是之前的 {times} 倍：设备内存多半已满，溢出到了主内存。',
    remedy: '请先暂停，再减小每批行数（per_device_train_batch_size）或最大长度（max_length）；或关闭其他占用 GPU 的程序。',
  },
  step_skipped: {
    title: '跳过了一步',
    message: '第 {step} 步的损失或梯度不是有效数字，已跳过，参数保持不变。这一步用到的记录：{rows}。',
    remedy: '训练照常继续。若反复出现，请检查这些记录，或降低学习率。',
  },
  not_finite: {
    title: '损失不是有效数字',
    message: '连续 {count} 步的损失或梯度不是有效数字，训练已暂停，参数未受影响。最后是第 {step} 步，用到的记录：{rows}。',
    remedy: '请检查这些记录。若记录无误，请降低学习率或增加预热步数，另开一次训练。',
  },
} satisfies typeof english;
