"""Measures the training speed of the shapes of `npm run bench` in PyTorch on the CPU, with the same batch, loss and AdamW, in float32.

Reads {"steps", "threads": [1, 2], "shapes": [{"name", "config", "rows": {"lengths", "untrained"}}]} from stdin, with the
fields of ModelConfig (src/core/weights/model-config.ts), and writes [{"shape", "threads", "trainedPerSecond"}] to stdout.
`npm run bench` runs it.
"""

import json
import sys
import time

import torch
from transformers import Qwen3Config, Qwen3ForCausalLM

WARM_UP_STEPS = 2


def make_model(config):
    return Qwen3ForCausalLM(Qwen3Config(
        vocab_size=config["vocabularySize"], hidden_size=config["hiddenSize"], intermediate_size=config["intermediateSize"],
        num_hidden_layers=config["layers"], num_attention_heads=config["heads"], num_key_value_heads=config["keyValueHeads"],
        head_dim=config["headDim"], tie_word_embeddings=config["tied"], max_position_embeddings=config["maxPositions"],
        rope_parameters={"rope_type": "default", "rope_theta": config["ropeTheta"]}, use_cache=False)).train()


def measure(steps, config, rows):
    """Returns trained positions per second."""
    torch.manual_seed(0)
    model = make_model(config)
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, weight_decay=0.01)
    longest = max(rows["lengths"])
    ids = torch.randint(0, config["vocabularySize"], (len(rows["lengths"]), longest + 1))
    at = torch.arange(longest)[None]
    lengths = torch.tensor(rows["lengths"])[:, None]
    seen = at < lengths
    trained = seen & (at + 1 >= lengths * rows["untrained"])
    for step in range(WARM_UP_STEPS + steps):
        if step == WARM_UP_STEPS:
            started = time.perf_counter()
        # As in ToolTune, only trained positions go through the head.
        hidden = model.model(input_ids=ids[:, :-1], attention_mask=seen.long()).last_hidden_state[trained]
        loss = torch.nn.functional.cross_entropy(model.lm_head(hidden), ids[:, 1:][trained])
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        loss.item()
    return int(trained.sum()) * steps / (time.perf_counter() - started)


def main():
    request = json.load(sys.stdin)
    steps = request["steps"]
    results = []
    for threads in request["threads"]:
        torch.set_num_threads(threads)
        for shape in request["shapes"]:
            results.append({"shape": shape["name"], "threads": threads, "trainedPerSecond": measure(steps, shape["config"], shape["rows"])})
    json.dump(results, sys.stdout)


if __name__ == "__main__":
    main()
