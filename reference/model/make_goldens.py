"""Makes the goldens of the trainer: transformers' Qwen2ForCausalLM and Qwen3ForCausalLM on tiny configs, on the CPU in float32.

For each config, written to src/ml/goldens/NAME/ (small enough for the repository):
  config.json, model.safetensors   as `save_pretrained` writes them
  expected.safetensors             logits (right-padded) and gradients of the first batch, logits of the same rows left-padded
                                   (leftLogits); for some configs, parameters after the last step (final/NAME)
  expected.json                    rows, loss of the first batch; runs: settings with loss, norm and rate of each step;
                                   prompts with their greedy answers, and the answers cut at a stop token

Run: python reference/model/make_goldens.py
"""

import json
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import GenerationConfig, Qwen2Config, Qwen2ForCausalLM, Qwen3Config, Qwen3ForCausalLM, Trainer, get_scheduler

OUT = Path(__file__).parents[2] / "src" / "ml" / "goldens"
STEPS = 20
NEW_TOKENS = 8
LONGEST = 20
# A greedy answer must not depend on the last bits of a logit: the best logit leads by at least this much at every step.
LEAST_LEAD = 1e-3

DEFAULT_ROPE = {"rope_type": "default", "rope_theta": 1e6}
# Tied and untied heads, head_dim different from hidden/heads, odd groups of query heads, biases, scaled frequencies.
CONFIGS = {
    "tied": (Qwen3Config, dict(vocab_size=61, hidden_size=24, intermediate_size=40, num_hidden_layers=2, num_attention_heads=4,
                               num_key_value_heads=2, head_dim=6, tie_word_embeddings=True, rope_parameters=DEFAULT_ROPE)),
    "untied-wide-heads": (Qwen3Config, dict(vocab_size=53, hidden_size=20, intermediate_size=36, num_hidden_layers=2,
                                            num_attention_heads=6, num_key_value_heads=2, head_dim=8, tie_word_embeddings=False,
                                            rope_parameters={"rope_type": "default", "rope_theta": 1e4})),
    "one-key-head": (Qwen3Config, dict(vocab_size=47, hidden_size=16, intermediate_size=24, num_hidden_layers=1,
                                       num_attention_heads=3, num_key_value_heads=1, head_dim=10, tie_word_embeddings=True,
                                       rope_parameters=DEFAULT_ROPE)),
    "qwen3-biased": (Qwen3Config, dict(vocab_size=41, hidden_size=16, intermediate_size=24, num_hidden_layers=2,
                                       num_attention_heads=4, num_key_value_heads=4, head_dim=4, tie_word_embeddings=False,
                                       attention_bias=True, rope_parameters=DEFAULT_ROPE)),
    "qwen2-tied": (Qwen2Config, dict(vocab_size=59, hidden_size=24, intermediate_size=40, num_hidden_layers=2,
                                     num_attention_heads=6, num_key_value_heads=3, tie_word_embeddings=True,
                                     rope_parameters=DEFAULT_ROPE)),
    # The heads of Qwen2.5-0.5B: seven query heads on each of two key heads.
    "qwen2-untied": (Qwen2Config, dict(vocab_size=43, hidden_size=28, intermediate_size=32, num_hidden_layers=2,
                                       num_attention_heads=14, num_key_value_heads=2, tie_word_embeddings=False,
                                       use_sliding_window=False, sliding_window=8, rope_parameters=DEFAULT_ROPE)),
    # Channels on both sides of the ramp and on it; rows go beyond the original length.
    "yarn": (Qwen2Config, dict(vocab_size=45, hidden_size=24, intermediate_size=32, num_hidden_layers=2, num_attention_heads=2,
                               num_key_value_heads=1, tie_word_embeddings=True,
                               rope_parameters={"rope_type": "yarn", "rope_theta": 40.0, "factor": 8.0, "beta_fast": 2, "beta_slow": 0.5,
                                                "original_max_position_embeddings": 16})),
    "linear": (Qwen3Config, dict(vocab_size=45, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=5,
                                 num_key_value_heads=1, head_dim=6, tie_word_embeddings=False,
                                 rope_parameters={"rope_type": "linear", "rope_theta": 1e4, "factor": 4.0})),
    # Prompts are shorter than max_position_embeddings, answers and rows are longer.
    "dynamic": (Qwen2Config, dict(vocab_size=45, hidden_size=24, intermediate_size=32, num_hidden_layers=2, num_attention_heads=3,
                                  num_key_value_heads=1, tie_word_embeddings=False, max_position_embeddings=8,
                                  rope_parameters={"rope_type": "dynamic", "rope_theta": 1e4, "factor": 2.0})),
    # Channels that keep their frequency, one in between, and channels that are slowed.
    "llama3": (Qwen3Config, dict(vocab_size=45, hidden_size=16, intermediate_size=24, num_hidden_layers=2, num_attention_heads=2,
                                 num_key_value_heads=1, head_dim=12, tie_word_embeddings=True,
                                 rope_parameters={"rope_type": "llama3", "rope_theta": 1e3, "factor": 8.0, "low_freq_factor": 1.0,
                                                  "high_freq_factor": 4.0, "original_max_position_embeddings": 64})),
}
# Dynamic frequencies depend on the longest row of a batch, and in transformers also on earlier batches. ToolTune ignores
# those, since a resumed run must repeat the original. So prompts have one length, and each batch has a row of LONGEST.
EVEN = {"dynamic"}


def settings(schedule, **changes):
    return dict(learning_rate=3e-3, lr_scheduler_type=schedule, warmup_steps=3, weight_decay=0.1, adam_beta1=0.9, adam_beta2=0.999,
                adam_epsilon=1e-8, max_grad_norm=1.0, max_steps=STEPS, per_device_train_batch_size=2,
                gradient_accumulation_steps=2) | changes


SCHEDULES = ["cosine", "linear", "constant_with_warmup", "constant"]
RUNS = {
    "tied": [settings("cosine", learning_rate=5e-3)] + [settings(schedule) for schedule in SCHEDULES[1:]],
    "untied-wide-heads": [settings("linear", warmup_steps=0.2, weight_decay=0.01, adam_beta2=0.95, adam_epsilon=1e-6, max_grad_norm=0.5,
                                   per_device_train_batch_size=3, gradient_accumulation_steps=1)],
    "one-key-head": [settings("constant_with_warmup", learning_rate=2e-3, warmup_steps=2, weight_decay=0.0, adam_beta1=0.8,
                              adam_beta2=0.99, max_grad_norm=0.0, per_device_train_batch_size=1, gradient_accumulation_steps=3)],
    "qwen3-biased": [settings("constant", warmup_steps=0)],
    "qwen2-tied": [settings(schedule) for schedule in SCHEDULES],
    "qwen2-untied": [settings("linear", max_grad_norm=0.5, gradient_accumulation_steps=3)],
    "yarn": [settings("cosine", gradient_accumulation_steps=1)],
    "linear": [settings("constant_with_warmup", per_device_train_batch_size=3)],
    "dynamic": [settings("linear")],
    "llama3": [settings("cosine", per_device_train_batch_size=3, gradient_accumulation_steps=1)],
}
# Parameters after the last step are kept for these. For the others, the losses prove the same.
WITH_FINAL = {"tied", "one-key-head", "qwen2-tied"}


def make_model(config_class, fields):
    config = config_class(**{"max_position_embeddings": 128} | json.loads(json.dumps(fields)), initializer_range=0.02,
                          attn_implementation="eager", bos_token_id=None, eos_token_id=None, pad_token_id=None)
    model = (Qwen2ForCausalLM if config_class is Qwen2Config else Qwen3ForCausalLM)(config)
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            # Larger than a real initialisation, norms not 1 and biases not 0, so that every path of the gradient matters.
            around = 0 if name.endswith("bias") else 1
            parameter.normal_(0, 0.25) if parameter.dim() == 2 else parameter.normal_(around, 0.2)
    return model.eval()


def make_rows(vocabulary, count=12, even=False):
    """Makes rows of 5 to LONGEST tokens. With `even`, every second row has LONGEST."""
    rows = []
    for index in range(count):
        length = LONGEST if even and index % 2 == 0 else int(torch.randint(5, LONGEST + 1, ()))
        ids = torch.randint(0, vocabulary, (length,)).tolist()
        first = int(torch.randint(1, length - 2, ()))
        weights = [0.0 if token < first else (0.5 if token % 5 == 0 else 1.0) for token in range(length)]
        rows.append({"id": f"row-{index}", "inputIds": ids, "weights": weights})
    return rows


def weighted_loss(model, rows):
    """Returns the sum of weight * cross-entropy over the rows, the sum of weights, and the logits. The batch is right-padded."""
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


def pad_left(rows):
    """Returns ids, attention mask and positions [B, T]. All rows end at the last position."""
    longest = max(len(row) for row in rows)
    ids = torch.tensor([[0] * (longest - len(row)) + row for row in rows])
    mask = torch.tensor([[0] * (longest - len(row)) + [1] * len(row) for row in rows])
    return ids, mask, (mask.cumsum(-1) - 1).clamp(min=0)


def left_logits(model, rows):
    """Returns logits [B, T, V] computed as in decoding: first the columns until every row has begun, then one column at a time."""
    ids, mask, positions = pad_left([row["inputIds"] for row in rows])
    first = int((mask == 0).sum(-1).max()) + 1
    parts, cache = [], None
    with torch.no_grad():
        for start, end in [(0, first), *((at, at + 1) for at in range(first, ids.shape[1]))]:
            out = model(input_ids=ids[:, start:end], attention_mask=mask[:, :end], position_ids=positions[:, start:end],
                        past_key_values=cache, use_cache=True)
            parts.append(out.logits)
            cache = out.past_key_values
    return torch.cat(parts, 1)


def answer(model, prompts, stop=None):
    """Returns greedy continuations of the prompts in one batch, without the stop token, and the least lead of the best logit."""
    ids, mask, _ = pad_left(prompts)
    out = model.generate(ids, attention_mask=mask, generation_config=GenerationConfig(
        do_sample=False, max_new_tokens=NEW_TOKENS, eos_token_id=stop, pad_token_id=0, output_logits=True, return_dict_in_generate=True))
    best = torch.stack(out.logits).topk(2, dim=-1).values
    answers = out.sequences[:, ids.shape[1]:].tolist()
    if stop is not None:
        answers = [tokens[:tokens.index(stop)] if stop in tokens else tokens for tokens in answers]
    return answers, float((best[..., 0] - best[..., 1]).min())


def make_clear_model(index, config_class, fields, even):
    """Returns the model of the first seed whose answers do not depend on the last bits, with rows, prompts and answers."""
    for seed in range(index, 10_000, 100):
        torch.manual_seed(seed)
        model = make_model(config_class, fields)
        rows = make_rows(fields["vocab_size"], even=even)
        prompts = [row["inputIds"][:length] for row, length in zip(rows, [4, 4, 4, 4] if even else [3, 5, 1, 4])]
        answers, lead = answer(model, prompts)
        if lead >= LEAST_LEAD:
            return model, rows, prompts, answers
    raise SystemExit("no seed has a clear enough lead")


def main():
    for index, (name, (config_class, fields)) in enumerate(CONFIGS.items()):
        model, rows, prompts, answers = make_clear_model(index, config_class, fields, name in EVEN)
        folder = OUT / name
        model.save_pretrained(folder)
        (folder / "generation_config.json").unlink(missing_ok=True)
        # Token 0 is also the pad token here, so it cannot be the stop token.
        stop = next(token for token in answers[0][2:] + answers[1][2:] if token != 0)
        stopped, _ = answer(model, prompts, stop)

        tensors = {"leftLogits": left_logits(model, rows[:3]).contiguous()}
        total, weight, logits = weighted_loss(model, rows[:3])
        (total / weight).backward()
        tensors["logits"] = logits.detach().contiguous()
        tensors |= {f"gradient/{n}": p.grad.clone() for n, p in model.named_parameters()}
        first_loss = (total / weight).item()

        start = {n: p.detach().clone() for n, p in model.named_parameters()}
        runs = []
        for number, chosen in enumerate(RUNS[name]):
            model.load_state_dict(start, strict=False)
            runs.append({"settings": chosen, "steps": train(model, rows, chosen)})
            if number == 0 and name in WITH_FINAL:
                tensors |= {f"final/{n}": p.detach().clone() for n, p in model.named_parameters()}
        save_file(tensors, folder / "expected.safetensors")
        expected = {"rows": rows, "firstBatch": 3, "loss": first_loss, "runs": runs, "prompts": prompts, "answers": answers,
                    "stop": stop, "stopped": stopped}
        (folder / "expected.json").write_text(json.dumps(expected) + "\n")


if __name__ == "__main__":
    main()
