// Names of Hugging Face that a recipe may carry though they mean nothing here, so that a file made for TRL is read as it
// is: the fields of TrainingArguments (transformers 5.23), SFTConfig (TRL 1.16) and LoraConfig (PEFT).

/** Fields of TrainingArguments and SFTConfig that the studio does not use itself. */
export const trainingNames: ReadonlySet<string> = new Set(
  `accelerator_config activation_checkpointing activation_checkpointing_kwargs activation_offloading
  auto_find_batch_size average_tokens_across_devices batch_eval_metrics bf16 bf16_full_eval chat_template_path
  completion_only_loss data_seed dataloader_drop_last dataloader_in_order dataloader_multiprocessing_context
  dataloader_num_workers dataloader_persistent_workers dataloader_pin_memory dataloader_prefetch_factor dataset_kwargs
  dataset_num_proc dataset_text_field ddp_backend ddp_broadcast_buffers ddp_bucket_cap_mb ddp_find_unused_parameters
  ddp_static_graph ddp_timeout debug deepspeed disable_tqdm do_eval do_predict do_train enable_jit_checkpoint
  eos_token eval_accumulation_steps eval_delay eval_do_concat_batches eval_packing eval_strategy
  eval_use_gather_object fp16 fp16_full_eval fsdp fsdp_config full_determinism gradient_checkpointing_kwargs
  greater_is_better hub_always_push hub_model_id hub_private_repo hub_revision hub_strategy hub_token ignore_data_skip
  include_for_metrics include_num_input_tokens_seen label_names label_smoothing_factor length_column_name
  liger_kernel_config local_rank log_level log_level_replica log_on_each_node logging_dir logging_first_step
  logging_nan_inf_filter logging_strategy loss_type lr_scheduler_kwargs metric_for_best_model model_init_kwargs
  neftune_noise_alpha optim optim_args optim_target_modules output_dir overwrite_output_dir packing_strategy
  pad_to_multiple_of pad_token padding_free parallelism_config prediction_loss_only project push_to_hub
  remove_unused_columns report_to restore_callback_states_from_checkpoint resume_from_checkpoint router_aux_loss_coef
  run_name save_on_each_node save_only_model save_strategy skip_memory_metrics tf32 torch_compile
  torch_compile_backend torch_compile_mode torch_empty_cache_steps trackio_bucket_id trackio_space_id
  trackio_static_space_id truncation_mode trust_remote_code use_cache use_cpu use_liger_kernel`.split(/\s+/),
);

/** Fields of LoraConfig that the studio does not use itself. */
export const loraNames: ReadonlySet<string> = new Set(
  `alora_invocation_tokens alpha_pattern arrow_config auto_mapping base_model_name_or_path bias corda_config
  ensure_weight_tying eva_config exclude_modules fan_in_fan_out inference_mode init_lora_weights kasa_config
  layer_replication layers_pattern layers_to_transform loftq_config lora_bias lora_ga_config megatron_config
  megatron_core modules_to_save monteclora_config peft_type peft_version qalora_group_size rank_pattern revision
  runtime_config target_parameters task_type trainable_token_indices use_bdlora use_dora use_qalora velora_config`.split(/\s+/),
);

type NeutralValues = Readonly<Record<string, readonly unknown[]>>;

/** The values under which a field may be passed over because the run does just that; any other asks for something else. */
export const neutralTraining: NeutralValues = {
  chat_template_path: [null],
  completion_only_loss: [null, false],
  data_seed: [null],
  dataloader_drop_last: [false],
  eos_token: [null],
  eval_delay: [null, 0],
  eval_packing: [null, false],
  eval_strategy: ['steps'],
  greater_is_better: [null, false],
  label_smoothing_factor: [0],
  logging_strategy: ['steps'],
  loss_type: [null, 'nll', 'chunked_nll'],
  lr_scheduler_kwargs: [null],
  metric_for_best_model: [null, 'loss', 'eval_loss'],
  neftune_noise_alpha: [null],
  optim: ['adamw_torch', 'adamw_torch_fused'],
  optim_args: [null],
  optim_target_modules: [null],
  packing_strategy: ['bfd'],
  pad_token: [null],
  save_strategy: ['steps'],
  truncation_mode: ['keep_start'],
};

export const neutralLora: NeutralValues = {
  alora_invocation_tokens: [null],
  alpha_pattern: [null],
  arrow_config: [null],
  bias: ['none'],
  corda_config: [null],
  ensure_weight_tying: [false],
  eva_config: [null],
  exclude_modules: [null],
  fan_in_fan_out: [false],
  inference_mode: [false],
  init_lora_weights: [true],
  kasa_config: [null],
  layer_replication: [null],
  layers_pattern: [null],
  layers_to_transform: [null],
  loftq_config: [null],
  lora_bias: [false],
  lora_ga_config: [null],
  modules_to_save: [null],
  monteclora_config: [null],
  peft_type: [null, 'LORA'],
  rank_pattern: [null],
  target_parameters: [null],
  task_type: [null, 'CAUSAL_LM'],
  trainable_token_indices: [null],
  use_bdlora: [null],
  use_dora: [false],
  use_qalora: [false],
  velora_config: [null],
};

/** Whether a known field of Hugging Face asks for something the studio cannot do: it must not be passed over then. */
export function asksForMore(neutral: NeutralValues, name: string, value: unknown): boolean {
  const values = neutral[name];
  if (values === undefined || values.includes(value)) return false;
  // PEFT writes `{}` where it means none.
  return !(values.includes(null) && typeof value === 'object' && value !== null && Object.keys(value).length === 0);
}
