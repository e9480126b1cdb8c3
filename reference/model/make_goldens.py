"""Goldens of the trainer: Qwen3ForCausalLM of transformers on tiny configs, on the CPU in float32.

For each config, written to src/ml/goldens/NAME/ (small enough for the repository):
  config.json, model.safetensors   as `save_pretrained` writes them
  expected.safetensors             logits and gradients of the first batch, parameters after the last step
  expected.json                    rows, settings, loss of the first batch; loss, norm and rate of each step; greedy answers

Run: python reference/model/make_goldens.py
"""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import Qwen3Config, Qwen3ForCausalLM, Trainer, get_scheduler

OUT = Path(__file__).parents[2] / "src" / "ml" / "goldens"

# Tied and untied heads, head_dim other than hidden/heads, odd groups of query heads.
CONFIGS = {
    "tied": dict(vocab_size=61, hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4,
                 num_key_value_heads=2, head_dim=6, tie_word_embeddings=True, rope_theta=1e6),
    "untied-wide-heads": dict(vocab_size=53, hidden_size=20, intermediate_size=36, num_hidden_layers=2, num_attention_heads=6,
                              num_key_value_heads=2, head_dim=8, tie_word_embeddings=False, rope_theta=1e4),
    "one-key-head": dict(vocab_size=47, hidden_size=16, intermediate_size=24, num_hidden_layers=1, num_attention_heads=3,
                         num_key_value_heads=1, head_dim=10, tie_word_embeddings=True, rope_theta=1e6),
}
SETTINGS = {
    "tied": dict(learning_rate=5e-3, lr_scheduler_type="cosine", warmup_steps=3, weight_decay=0.1, adam_beta1=0.9,
                 adam_beta2=0.999, adam_epsilon=1e-8, max_grad_norm=1.0, max_steps=14, per_device_train_batch_size=2,
                 gradient_accumulation_steps=2),
    "untied-wide-heads": dict(learning_rate=3e-3, lr_scheduler_type="linear", warmup_steps=0.2, weight_decay=0.01, adam_beta1=0.9,
                              adam_beta2=0.95, adam_epsilon=1e-6, max_grad_norm=0.5, max_steps=12,
                              per_device_train_batch_size=3, gradient_accumulation_steps=1),
    "one-key-head": dict(learning_rate=2e-3, lr_scheduler_type="constant_with_warmup", warmup_steps=2, weight_decay=0.0,
                         adam_beta1=0.8, adam_beta2=0.99, adam_epsilon=1e-8, max_grad_norm=0.0, max_steps=10,
                         per_device_train_batch_size=1, gradient_accumulation_steps=3),
}


def make_model(fields):
    theta = fields.pop("rope_theta")
    config = Qwen3Config(**fields, max_position_embeddings=128, rope_parameters={"rope_type": "default", "rope_theta": theta},
                         initializer_range=0.02, attn_implementation="eager", bos_token_id=None, eos_token_id=None, pad_token_id=None)
    model = Qwen3ForCausalLM(config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            # Larger than a real start, and norms off 1: every path of the gradient matters.
            parameter.normal_(0, 0.25) if parameter.dim() == 2 else parameter.normal_(1, 0.2)
    return model.eval()


def make_rows(vocabulary, count=12):
    rows = []
    for index in range(count):
        length = int(torch.randint(5, 21, ()))
        ids = torch.randint(0, vocabulary, (length,)).tolist()
        first = int(torch.randint(1, length - 2, ()))
        weights = [0.0 if token < first else (0.5 if token % 5 == 0 else 1.0) for token in range(length)]
        rows.append({"id": f"row-{index}", "inputIds": ids, "weights": weights})
    return rows


def weighted_loss(model, rows):
    """Sum of weight * cross-entropy over the rows, and the sum of weights: padded on the right as a batch."""
    longest = max(len(row["inputIds"]) for row in rows)
    ids = torch.tensor([row["inputIds"] + [0] * (longest - len(row["inputIds"])) for row in rows])
    mask = torch.tensor([[1] * len(row["inputIds"]) + [0] * (longest - len(row["inputIds"])) for row in rows])
    weights = torch.tensor([row["weights"] + [0.0] * (longest - len(row["weights"])) for row in rows])[:, 1:]
    logits = model(input_ids=ids, attention_mask=mask).logits
    each = torch.nn.functional.cross_entropy(logits[:, :-1].transpose(1, 2), ids[:, 1:], reduction="none")
    return (each * weights).sum(), weights.sum(), logits


def train(model, rows, settings):
    decayed = set(Trainer.get_decay_parameter_names(None, model))
    groups = [
        {"params": [p for n, p in model.named_parameters() if n in decayed], "weight_decay": settings["weight_decay"]},
        {"params": [p for n, p in model.named_parameters() if n not in decayed], "weight_decay": 0.0},
    ]
    optimizer = torch.optim.AdamW(groups, lr=settings["learning_rate"], betas=(settings["adam_beta1"], settings["adam_beta2"]),
                                  eps=settings["adam_epsilon"])
    total = settings["max_steps"]
    warmup = settings["warmup_steps"]
    warmup = int(warmup) if warmup >= 1 else -(-total * warmup // 1)
    scheduler = get_scheduler(settings["lr_scheduler_type"], optimizer, num_warmup_steps=int(warmup), num_training_steps=total)
    batch, accumulate = settings["per_device_train_batch_size"], settings["gradient_accumulation_steps"]
    steps_per_epoch = -(-len(rows) // (batch * accumulate))
    log = []
    for step in range(total):
        start = (step % steps_per_epoch) * batch * accumulate
        chosen = rows[start:start + batch * accumulate]
        parts = [weighted_loss(model, chosen[i:i + batch]) for i in range(0, len(chosen), batch)]
        weight = sum(part[1] for part in parts)
        optimizer.zero_grad()
        loss = sum(part[0] for part in parts) / weight
        loss.backward()
        limit = settings["max_grad_norm"] or float("inf")
        norm = torch.nn.utils.clip_grad_norm_(model.parameters(), limit)
        log.append({"loss": loss.item(), "gradientNorm": norm.item(), "learningRate": scheduler.get_last_lr()[0]})
        optimizer.step()
        scheduler.step()
    return log


def answer(model, prompt, count):
    """Greedy, without a cache: the plainest form there is."""
    ids = list(prompt)
    for _ in range(count):
        with torch.no_grad():
            ids.append(int(model(input_ids=torch.tensor([ids])).logits[0, -1].argmax()))
    return ids[len(prompt):]


def main():
    for index, (name, fields) in enumerate(CONFIGS.items()):
        torch.manual_seed(index)
        model = make_model(dict(fields))
        rows = make_rows(fields["vocab_size"])
        folder = OUT / name
        model.save_pretrained(folder)
        (folder / "generation_config.json").unlink(missing_ok=True)
        prompts = [row["inputIds"][:length] for row, length in zip(rows, [3, 5, 1, 4])]
        answers = [answer(model, prompt, 8) for prompt in prompts]

        total, weight, logits = weighted_loss(model, rows[:3])
        (total / weight).backward()
        tensors = {"logits": logits.detach().contiguous()}
        tensors |= {f"gradient/{n}": p.grad.clone() for n, p in model.named_parameters()}
        first_loss = (total / weight).item()

        log = train(model, rows, SETTINGS[name])
        tensors |= {f"final/{n}": p.detach().clone() for n, p in model.named_parameters()}
        save_file(tensors, folder / "expected.safetensors")
        expected = {"settings": SETTINGS[name], "rows": rows, "firstBatch": 3, "loss": first_loss, "steps": log,
                    "prompts": prompts, "answers": answers}
        (folder / "expected.json").write_text(json.dumps(expected) + "\n")


if __name__ == "__main__":
    main()
