"""Adapts the starter as the tab does for *own tools*: LoRA on rows of three new tools, scored on requests with unseen values.

python reference/starter/adapt.py --model FOLDER
"""

import argparse
import json
import math
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from random import Random

import torch
from peft import LoraConfig, get_peft_model
from torch.nn import functional as F

from answers import answers, score
from evaluate import LANGUAGES, load, print_wrong
from triples import TRIPLES, Lesson, Row, lesson_rows, prompt

# (rows, steps): 200 rows as a person writes them, and 2,880 with the same sentences and other values, as the page makes them.
TEACHINGS = ((200, 360), (2880, 360))
CASES = 300
BATCH = 8
RATE = 4e-3  # falls to zero along half a cosine
WARM_UP = 5
RANK, ALPHA = 8, 16
LAYERS = ["q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj"]


def adapt(folder: Path, triple: tuple[Lesson, ...], language: str, seed: int, show: int = 0) -> list[dict]:
    """Returns a row of card.json for each of `TEACHINGS`: {language, tools, rows, steps, n, before, after}."""
    cases = [row.case for row in lesson_rows(triple, language, CASES, test=True)]
    prompts = [case.prompt for case in cases]
    before = score(cases, answers(*load(folder), prompts))
    common = {"language": language, "tools": [lesson.name for lesson in triple]}
    results = []
    for count, steps in TEACHINGS:
        torch.manual_seed(seed)
        model, tokenizer = load(folder)
        tuned = get_peft_model(model, LoraConfig(r=RANK, lora_alpha=ALPHA, lora_dropout=0.0, target_modules=LAYERS))
        train(tuned, tokenizer, lesson_rows(triple, language, count, test=False), language, steps, seed)
        texts = answers(tuned, tokenizer, prompts)
        after = score(cases, texts)
        print_wrong(cases, texts, show)
        teaching = {"rows": count, "steps": steps, "n": CASES}
        results.append({**common, **teaching, "before": round(before.exact, 4), "after": round(after.exact, 4)})
    return results


def plans() -> Iterator[tuple[tuple[Lesson, ...], str]]:
    """Returns (triple, language) for every call of `adapt`: each triple in both languages."""
    return product(TRIPLES, LANGUAGES)


def rate_factor(step: int, steps: int) -> float:
    """Returns the factor of the rate: linear warm-up, then half a cosine to zero (`lr_scheduler_type: cosine`)."""
    if step < WARM_UP:
        return (step + 1) / WARM_UP
    return (1 + math.cos(math.pi * (step - WARM_UP) / (steps - WARM_UP))) / 2


def train(model, tokenizer, rows: list[Row], language: str, steps: int, seed: int) -> None:
    encoded = []
    for row in rows:
        start = tokenizer(prompt(row.user, language), add_special_tokens=False).input_ids
        encoded.append((start, tokenizer(row.answer + "<|im_end|>", add_special_tokens=False).input_ids))
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, betas=(0.9, 0.999), weight_decay=0.0)
    random, order = Random(seed), []
    for step in range(steps):
        if len(order) < BATCH:
            order = list(range(len(encoded)))
            random.shuffle(order)
        chosen = [encoded[order.pop()] for _ in range(BATCH)]
        for group in optimizer.param_groups:
            group["lr"] = RATE * rate_factor(step, steps)
        length = max(len(start) + len(answer) for start, answer in chosen)
        ids = torch.tensor([(start + answer + [tokenizer.pad_token_id] * length)[:length] for start, answer in chosen])
        labels = torch.tensor([([-100] * len(start) + answer + [-100] * length)[:length] for start, answer in chosen])
        logits = model(input_ids=ids).logits
        F.cross_entropy(logits[:, :-1].flatten(0, 1), labels[:, 1:].flatten(), ignore_index=-100).backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    for plan in plans():
        for row in adapt(options.model, *plan, options.seed, options.show):
            print(json.dumps(row, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main()
