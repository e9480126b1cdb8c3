"""Makes the goldens of the starter in public/models/starter with transformers: ids, logits and greedy answers.

    python reference/starter/make_goldens.py

Writes src/ml/goldens/starter/answers.json (200 prompts with tools that training never had, half of them English) and
src/tokenizer/goldens/starter.json (texts that are hard to tokenize: parts of the long added tokens, every script).
"""

import json
from pathlib import Path
from random import Random

import torch
from corpus.render import prompt_text
from corpus.rows import KINDS, tool_group
from transformers import AutoModelForCausalLM, AutoTokenizer

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "public/models/starter"
SEED = 20_261_125
PROMPTS = 200
# Tokens. Longer prompts only cost time, and a list of four tools is rarely longer.
LONGEST_PROMPT = 240
NEW_TOKENS = 64
# A greedy answer must not depend on the last bits of a logit: the best logit leads by at least this much at every step.
LEAST_LEAD = 1e-2
BEST_LOGITS = 8
# Number of weighted sums that stand in for all logits: a wrong logit changes each of them.
PROJECTIONS = 8
DIGITS = 5
HARD_TEXTS = 400
HARD_PIECES = [
    "北京", "a", "Zoë", "é", "e\u0301", "👍", "👩‍👩‍👧", "𠮷", "\ufeff", "\u200b", " ", "\n", "\t", "\r\n", "\u00a0", "\u2028", "ABC", "abc", "Abc",
    "iPhone15", "123", "{", "}", '"', ":", ",", "[", "]", "<", ">", "|", "_", "-", "\\", "\\n", "/", "<|im", "_start|>", "<tool", "_call>",
    "İ", "ß", "ﬁ", "Ω", "가", "\x00", "\x7f", "Ａ", "ſ", "K",
]  # fmt: skip


def prompts(tokenizer):
    """Yields (text, ids) of held-out prompts, alternately English and Chinese."""
    random = Random(SEED)
    index = 0
    while True:
        language = ("en", "zh")[index % 2]
        group = tool_group(random, language, test=True, kinds=KINDS, branches=1)
        text = prompt_text(group, group.branches[0])
        ids = tokenizer(text, add_special_tokens=False)["input_ids"]
        if len(ids) <= LONGEST_PROMPT:
            index += 1
            yield text, ids


def answer(model, ids, stop):
    """Returns the greedy answer without the stop token, the logits [V] after the prompt, and the least lead of a best logit."""
    out = model.generate(
        torch.tensor([ids]), do_sample=False, max_new_tokens=NEW_TOKENS, eos_token_id=stop, pad_token_id=stop,
        output_logits=True, return_dict_in_generate=True,
    )  # fmt: skip
    logits = torch.stack(out.logits)[:, 0]
    best = logits.topk(2, dim=-1).values
    answered = out.sequences[0, len(ids) :].tolist()
    return [token for token in answered if token != stop], logits[0], float((best[:, 0] - best[:, 1]).min())


def figures(logits):
    """Summarises the logits [V] after a prompt: the best ones, their log-sum-exp, and PROJECTIONS sums weighted by cosines,
    which both implementations compute to the last digit written."""
    best = logits.topk(BEST_LOGITS)
    ids = torch.arange(1, len(logits) + 1, dtype=torch.float64)
    weights = torch.stack([torch.cos(ids * number) for number in range(1, PROJECTIONS + 1)]) / len(logits) ** 0.5
    sums = weights @ logits.double()
    return {
        "best": best.indices.tolist(), "logits": rounded(best.values), "logSumExp": round(float(logits.logsumexp(-1)), DIGITS),
        "projections": rounded(sums),
    }  # fmt: skip


def rounded(values):
    return [round(value, DIGITS) for value in values.tolist()]


def clear_cases(model, tokenizer):
    """Returns the first prompts whose answers do not depend on the last bits."""
    cases = []
    for text, ids in prompts(tokenizer):
        answered, logits, lead = answer(model, ids, tokenizer.eos_token_id)
        if lead < LEAST_LEAD:
            continue
        cases.append({"text": text, "ids": ids, "answer": answered, **figures(logits)})
        if len(cases) == PROMPTS:
            return cases
    raise AssertionError("prompts() is endless")


def hard_texts(tokenizer):
    """Makes texts with their ids: whole added tokens, their beginnings and ends, and characters of every kind."""
    random = Random(SEED)
    added = [token.content for token in tokenizer.added_tokens_decoder.values()]

    def piece():
        if random.random() < 0.4:
            return random.choice(HARD_PIECES)
        token = random.choice(added)
        length = random.randint(1, len(token))
        return random.choice([token, token[:length], token[-length:]])

    texts = ["".join(piece() for _ in range(random.randint(1, 8))) for _ in range(HARD_TEXTS)]
    return [{"text": text, "ids": tokenizer(text, add_special_tokens=False)["input_ids"]} for text in texts]


def write(path, head, rows):
    """Writes a JSON object of `head` and `rows`, with one line for each row."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join(dump(row) for row in rows)
    path.write_text("{" + "".join(f"{dump(key)}:{dump(value)},\n" for key, value in head.items()) + f'"rows":[\n{lines}\n]}}\n', encoding="utf-8")


def dump(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main():
    tokenizer = AutoTokenizer.from_pretrained(FOLDER)
    model = AutoModelForCausalLM.from_pretrained(FOLDER, dtype=torch.float32).eval()
    with torch.no_grad():
        head = {"stop": tokenizer.eos_token_id, "newTokens": NEW_TOKENS}
        write(ROOT / "src/ml/goldens/starter/answers.json", head, clear_cases(model, tokenizer))
    write(ROOT / "src/tokenizer/goldens/starter.json", {}, hard_texts(tokenizer))


if __name__ == "__main__":
    main()
