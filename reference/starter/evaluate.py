"""The gate: scores greedy answers to requests with tools and values that never occur in training.

python reference/starter/evaluate.py --model FOLDER [--cases 320] [--show 10]
"""

import argparse
import json
from pathlib import Path
from random import Random

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer, PreTrainedModel, PreTrainedTokenizerFast

from answers import Case, answers, score
from corpus.render import prompt_text
from corpus.rows import tool_group

SEED = "gate"
LANGUAGES = ("en", "zh")
# name of the figure, kind of row, whether only names count, targets by language
FIGURES = [
    ("exact_calls", "call", False, {"en": 0.60, "zh": 0.50}),
    ("right_tool", "call", True, {"en": 0.90, "zh": 0.85}),
    ("no_call", "none", False, {"en": 0.80, "zh": 0.80}),
    ("parallel", "parallel", False, {"en": None, "zh": None}),
    ("asks_back", "missing", False, {"en": None, "zh": None}),
]


def cases(kind: str, language: str, count: int) -> list[Case]:
    """Makes rows of one kind, with one to four held-out tools."""
    made: list[Case] = []
    index = 0
    while len(made) < count:
        group = tool_group(Random(f"{SEED} {kind} {language} {index}"), language, test=True, kinds={kind: 1.0}, branches=1)
        index += 1
        branch = group.branches[0]
        if branch.kind == kind:  # a tool without required parameters gives no row of kind `missing`
            made.append(Case(prompt_text(group, branch), list(branch.calls)))
    return made


def gate(model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, language: str, count: int, show: int = 0) -> list[dict]:
    """Returns rows of card.json: {name, language, n, value, target}."""
    rows, scored = [], {}
    for name, kind, names_only, targets in FIGURES:
        if kind not in scored:
            chosen = cases(kind, language, count)
            texts = answers(model, tokenizer, [case.prompt for case in chosen])
            scored[kind] = score(chosen, texts)
            print_wrong(chosen, texts, show)
        result = scored[kind]
        value = result.name if names_only else result.exact
        rows.append({"name": name, "language": language, "n": result.n, "value": round(value, 4), "target": targets[language]})
    return rows


def print_wrong(chosen: list[Case], texts: list[str], show: int) -> None:
    for case, text in zip(chosen, texts, strict=True):
        if show and score([case], [text]).exact == 0:
            show -= 1
            request = case.prompt.rsplit("<|im_start|>user\n", 1)[1].split("<|im_end|>")[0]
            print(f"  {request!r}\n    wanted {case.calls}\n    got    {text!r}")


def load(folder: Path) -> tuple[PreTrainedModel, PreTrainedTokenizerFast]:
    """Loads the exported model, to compute in float32 as the tab does."""
    return AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32).eval(), AutoTokenizer.from_pretrained(folder)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--cases", type=int, default=320, help="per kind and language")
    parser.add_argument("--show", type=int, default=0, help="wrong answers to print per kind and language")
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    model, tokenizer = load(options.model)
    for language in LANGUAGES:
        for row in gate(model, tokenizer, language, options.cases, options.show):
            print(json.dumps(row))


if __name__ == "__main__":
    main()
