"""Computes the probabilities that transformers' generate() samples from: its logits processors applied at each step.

Written to src/core/generation/goldens/sampling.json: [{"config" (fields of generation_config.json), "steps": [{"history"
(prompt and tokens so far), "logits" [V], "probabilities" [V] (softmax of the processed scores)}]}].

Run: python reference/model/make_sampling.py   (after make_goldens.py: the models are its goldens)
"""

import json
from pathlib import Path

import torch
from transformers import AutoModelForCausalLM, GenerationConfig
from transformers.generation import LogitsProcessorList, TemperatureLogitsWarper, TopKLogitsWarper, TopPLogitsWarper

ROOT = Path(__file__).parents[2] / "src"
OUT = ROOT / "core" / "generation" / "goldens" / "sampling.json"
STEPS = 3
CONFIGS = [
    {"do_sample": True},
    {"do_sample": True, "top_k": 0},
    {"do_sample": True, "top_k": 0, "top_p": 0.9},
    {"do_sample": True, "top_k": 5, "temperature": 1.7},
    # The generation_config.json of Qwen2.5-0.5B-Instruct and of Qwen3-0.6B.
    {"do_sample": True, "repetition_penalty": 1.1, "temperature": 0.7, "top_p": 0.8, "top_k": 20},
    {"do_sample": True, "temperature": 0.6, "top_k": 20, "top_p": 0.95},
    # The penalty applies without sampling too; the other settings do not.
    {"do_sample": False, "repetition_penalty": 1.3},
    {"do_sample": True, "top_p": 0.05, "repetition_penalty": 0.8},
]


def step(history, logits, scores):
    return {"history": history, "logits": logits.tolist(), "probabilities": scores.softmax(-1).tolist()}


def generated(model, config, prompt):
    ids = torch.tensor([prompt])
    out = model.generate(ids, attention_mask=torch.ones_like(ids), generation_config=GenerationConfig(
        **config, max_new_tokens=STEPS, pad_token_id=0, output_logits=True, output_scores=True, return_dict_in_generate=True))
    sequence = out.sequences[0].tolist()
    return [step(sequence[:len(prompt) + at], out.logits[at][0], out.scores[at][0]) for at in range(STEPS)]


def equal_logits():
    """Makes cases with equal logits at the limit of top_k and top_p, which no model gives."""
    logits = torch.tensor([[2.0, 1.0, 2.0, 0.5, 1.0, 2.0, 1.0, -3.0]])
    cases = []
    for top_k, top_p in ((2, 1.0), (4, 1.0), (8, 0.5), (8, 0.8), (5, 0.7)):
        warpers = LogitsProcessorList([TemperatureLogitsWarper(0.5), TopKLogitsWarper(top_k), TopPLogitsWarper(top_p)])
        config = {"do_sample": True, "temperature": 0.5, "top_k": top_k, "top_p": top_p}
        cases.append({"config": config, "steps": [step([1], logits[0], warpers(torch.tensor([[1]]), logits.clone())[0])]})
    return cases


def main():
    torch.manual_seed(0)
    goldens = []
    for index, config in enumerate(CONFIGS):
        model = AutoModelForCausalLM.from_pretrained(ROOT / "ml" / "goldens" / ["linear", "yarn"][index % 2])
        goldens.append({"config": config, "steps": generated(model, config, [7, 3, 7, 11, 30])})
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text("[\n" + ",\n".join(json.dumps(golden) for golden in goldens + equal_logits()) + "\n]\n")


if __name__ == "__main__":
    main()
