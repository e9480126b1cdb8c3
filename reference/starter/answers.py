"""Greedy answers of an exported model, and the calls in them."""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass

import torch
from transformers import PreTrainedModel, PreTrainedTokenizerFast

MAX_NEW_TOKENS = 120
ROWS_AT_ONCE = 48
CALL = re.compile(r"<(tool_call|function_call)>\s*(.*?)\s*</\1>", re.DOTALL)
NAME = re.compile(r'<(?:tool_call|function_call)>\s*\{"name": "([^"]*)"')

Parsed = tuple[str, object]


@dataclass(frozen=True)
class Case:
    prompt: str
    calls: list[Parsed]  # expected; empty when no call is right


def parse_calls(answer: str) -> list[Parsed] | None:
    """Returns (name, arguments) of each call in order; `None` when a call cannot be parsed or is not closed."""
    calls: list[Parsed] = []
    for match in CALL.finditer(answer):
        try:
            call = json.loads(match[2])
            calls.append((call["name"], call["arguments"]))
        except (ValueError, KeyError, TypeError):
            return None
    left = CALL.sub("", answer)
    return None if "<tool_call>" in left or "<function_call>" in left else calls


@torch.no_grad()
def answers(model: PreTrainedModel, tokenizer: PreTrainedTokenizerFast, prompts: list[str]) -> list[str]:
    """Returns the greedy answer to each prompt, without the stop token. Prompts of similar lengths share a left-padded batch."""
    order = sorted(range(len(prompts)), key=lambda index: len(prompts[index]))
    tokenizer.padding_side = "left"
    texts = [""] * len(prompts)
    for start in range(0, len(order), ROWS_AT_ONCE):
        chosen = order[start : start + ROWS_AT_ONCE]
        encoded = tokenizer([prompts[index] for index in chosen], return_tensors="pt", padding=True, add_special_tokens=False)
        output = model.generate(
            input_ids=encoded.input_ids,
            attention_mask=encoded.attention_mask,
            max_new_tokens=MAX_NEW_TOKENS,
            do_sample=False,
            eos_token_id=tokenizer.eos_token_id,
            pad_token_id=tokenizer.pad_token_id,
        )
        for index, tokens in zip(chosen, output[:, encoded.input_ids.shape[1] :], strict=True):
            texts[index] = tokenizer.decode(tokens, skip_special_tokens=False).split("<|im_end|>")[0].split("<|endoftext|>")[0]
    return texts


@dataclass(frozen=True)
class Score:
    n: int
    exact: float  # share with exactly the expected calls
    name: float  # share with the expected names, whatever the arguments


def score(cases: list[Case], texts: Iterable[str]) -> Score:
    exact = named = 0
    for case, text in zip(cases, texts, strict=True):
        calls = parse_calls(text)
        exact += calls == case.calls
        named += NAME.findall(text) == [name for name, _ in case.calls]
    return Score(len(cases), exact / len(cases), named / len(cases))
