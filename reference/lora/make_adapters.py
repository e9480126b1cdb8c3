"""Makes the goldens of LoRA: PEFT on tiny Qwen2 and Qwen3 models, on the CPU in float32.

For each setting, written to src/ml/lora/goldens/NAME/:
  config.json, model.safetensors                 the base model, as `save_pretrained` writes it
  adapter_config.json, adapter_model.safetensors the adapter with B not zero, as PEFT writes it
  expected.safetensors                           logits of the first batch with that adapter (logits), without it (baseLogits)
                                                 and after a merge (mergedLogits); gradient/NAME of A and B with that adapter;
                                                 start/NAME and final/NAME: A and B of a new adapter before and after the steps;
                                                 continued/NAME: A and B of the adapter in the file after further training
  expected.json                                  rows, settings, loss of the first batch; loss, norm and rate of each step, and of
                                                 each further step of the adapter in the file (`continued`)

Run: python reference/lora/make_adapters.py
"""

import json
import sys
from pathlib import Path

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from peft.utils import get_peft_model_state_dict
from safetensors.torch import save_file
from transformers import Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM

sys.path.insert(0, str(Path(__file__).parents[1] / "model"))
from make_goldens import make_rows, train, weighted_loss  # noqa: E402

OUT = Path(__file__).parents[2] / "src" / "ml" / "lora" / "goldens"
STEPS = 20
CONTINUED_STEPS = 10
FIRST_BATCH = 3
ALL = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]
ROPE = {"rope_type": "default", "rope_theta": 1e6}
TIED = (Qwen3Config, Qwen3ForCausalLM, dict(vocab_size=41, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=4,
                                            num_key_value_heads=2, head_dim=6, tie_word_embeddings=True))
UNTIED = (Qwen3Config, Qwen3ForCausalLM, dict(vocab_size=37, hidden_size=12, intermediate_size=20, num_hidden_layers=2,
                                              num_attention_heads=3, num_key_value_heads=1, head_dim=8, tie_word_embeddings=False))
BIASED = (Qwen2Config, Qwen2ForCausalLM, dict(vocab_size=43, hidden_size=16, intermediate_size=24, num_hidden_layers=2,
                                              num_attention_heads=4, num_key_value_heads=2, tie_word_embeddings=True))


def settings(schedule, **changes):
    return dict(learning_rate=5e-3, lr_scheduler_type=schedule, warmup_steps=3, weight_decay=0.1, adam_beta1=0.9, adam_beta2=0.999,
                adam_epsilon=1e-8, max_grad_norm=1.0, max_steps=STEPS, per_device_train_batch_size=2,
                gradient_accumulation_steps=2) | changes


# Ranks: one, not a power of two, and above the layer's inputs. Scales: below and above 1.
GOLDENS = {
    "all-layers": (TIED, dict(r=4, lora_alpha=8, target_modules=ALL), settings("cosine")),
    "rank-stabilized": (UNTIED, dict(r=3, lora_alpha=5, use_rslora=True, target_modules=["q_proj", "v_proj"]),
                        settings("linear", warmup_steps=0.2, weight_decay=0.0, max_grad_norm=0.3, gradient_accumulation_steps=1)),
    "biased": (BIASED, dict(r=20, lora_alpha=10, target_modules=["k_proj", "o_proj", "gate_proj", "v_proj"]),
               settings("constant_with_warmup", max_grad_norm=0.0, per_device_train_batch_size=1, gradient_accumulation_steps=3)),
    "rank-one": (UNTIED, dict(r=1, lora_alpha=2, target_modules=["down_proj"]), settings("constant", warmup_steps=0, weight_decay=0.01)),
}


def make_base(config_class, model_class, fields):
    config = config_class(**fields, max_position_embeddings=128, rope_parameters=dict(ROPE), attn_implementation="eager",
                          bos_token_id=None, eos_token_id=None, pad_token_id=None)
    model = model_class(config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            # Larger than a real initialisation, norms not 1 and biases not 0, so that every path of the gradient matters.
            parameter.normal_(0 if parameter.dim() == 2 or name.endswith("bias") else 1, 0.25)
    return model.eval()


def tensors_of(model, prefix):
    """Returns the adapter's tensors, named as in its file."""
    return {f"{prefix}/{name}": tensor.detach().clone() for name, tensor in get_peft_model_state_dict(model).items()}


def gradients_of(model):
    found = {name.replace(".default", ""): p.grad.clone() for name, p in model.named_parameters() if p.requires_grad}
    return {f"gradient/{name}": gradient for name, gradient in found.items()}


def logits_of(model, rows):
    with torch.no_grad():
        return weighted_loss(model, rows)[2].clone()


def continue_training(folder, model_class, rows, chosen):
    """Continues with a stored adapter as PEFT does: with its tensors and a new optimizer."""
    base = model_class.from_pretrained(folder, attn_implementation="eager")
    model = PeftModel.from_pretrained(base, folder, is_trainable=True).eval()
    log = train(model, rows, chosen | {"max_steps": CONTINUED_STEPS})
    return tensors_of(model, "continued"), log


def make_golden(name, base, lora, chosen):
    folder = OUT / name
    model = make_base(*base)
    rows = make_rows(base[2]["vocab_size"])
    model.save_pretrained(folder)
    (folder / "generation_config.json").unlink(missing_ok=True)
    first = rows[:FIRST_BATCH]
    tensors = {"baseLogits": logits_of(model, first)}
    model = get_peft_model(model, LoraConfig(task_type="CAUSAL_LM", lora_dropout=0.0, **lora))
    tensors |= tensors_of(model, "start")
    log = train(model, rows, chosen)
    tensors |= tensors_of(model, "final")
    with torch.no_grad():
        for parameter_name, parameter in model.named_parameters():
            if "lora_B" in parameter_name:
                parameter.normal_(0, 0.2)
    model.zero_grad()
    total, weight, logits = weighted_loss(model, first)
    (total / weight).backward()
    tensors |= {"logits": logits.detach().clone()} | gradients_of(model)
    model.save_pretrained(folder)
    (folder / "README.md").unlink()
    tensors["mergedLogits"] = logits_of(model.merge_and_unload(), first)
    continued, continued_log = continue_training(folder, base[1], rows, chosen)
    tensors |= continued
    save_file(tensors, folder / "expected.safetensors")
    expected = {"rows": rows, "firstBatch": FIRST_BATCH, "loss": (total / weight).item(), "settings": chosen, "steps": log, "continued": continued_log}
    (folder / "expected.json").write_text(json.dumps(expected) + "\n")


def main():
    for index, (name, (base, lora, chosen)) in enumerate(GOLDENS.items()):
        torch.manual_seed(index)
        make_golden(name, base, lora, chosen)


if __name__ == "__main__":
    main()
