// Which parameters weight decay applies to: `Trainer.get_decay_parameter_names` of transformers 5.23.

const WITHOUT_DECAY = [/bias/i, /layernorm/i, /rmsnorm/i, /(?:^|\.)norm(?:$|\.)/i, /_norm(?:$|\.)/i];

/** False for norms and biases. @param name as in the weights file */
export function hasWeightDecay(name: string): boolean {
  return !WITHOUT_DECAY.some((pattern) => pattern.test(name));
}
