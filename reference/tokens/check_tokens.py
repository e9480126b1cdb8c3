"""The tokens.jsonl of a run against transformers and TRL: the same ids and trained positions for every exported row.

    npm run demo && python reference/tokens/check_tokens.py

Reads the run's folder (TOOLTUNE_OUT, else out/): tokens*.jsonl, the same rows in openai_toolcall*.jsonl, report.json, and
the tokenizer of the exported model's zip. Exit code 1 names the first row that differs.
"""

import json
import os
import sys
import tempfile
import zipfile
from pathlib import Path

from make_goldens import trained
from packing import ranges
from templates import DIALECT_TRAINING, ROOT
from transformers import AutoTokenizer
from trl.chat_template_utils import get_training_chat_template

OUT = Path(os.environ.get("TOOLTUNE_OUT", ROOT / "out"))


def exported_tokenizer(scratch):
    """The tokenizer files of the model that the run exported."""
    archive = next(iter(sorted(OUT.glob("*.zip"))), None)
    if archive is None:
        raise SystemExit(f"{OUT} holds no exported model: run `npm run demo` first, or name the folder in TOOLTUNE_OUT.")
    with zipfile.ZipFile(archive) as files:
        for member in files.namelist():
            if not member.endswith(".safetensors"):
                files.extract(member, scratch)
    return AutoTokenizer.from_pretrained(next(Path(scratch).rglob("tokenizer.json")).parent, model_max_length=1_000_000)


def read_rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def difference(tokenizer, template, row, expected_from, max_length):
    """What differs between an exported row and the reference, or None. Weights other than 0 count as trained."""
    ids, mask = trained(tokenizer, expected_from["messages"], expected_from.get("tools"), template)
    if row["input_ids"] != ids[:max_length]:
        return "ids"
    cut = [[start, min(end, max_length)] for start, end in mask if start < max_length]
    return None if ranges([weight > 0 for weight in row["weights"]]) == cut else "trained positions"


def main():
    with tempfile.TemporaryDirectory() as scratch:
        tokenizer = exported_tokenizer(scratch)
    recipe = json.loads((OUT / "report.json").read_text(encoding="utf-8"))["recipe"]
    template = DIALECT_TRAINING if recipe["format"] == "function_call" else get_training_chat_template(tokenizer)
    count = 0
    for tokens, dataset in (("tokens", "openai_toolcall_train"), ("tokens_eval", "openai_toolcall_eval")):
        if not (OUT / f"{tokens}.jsonl").exists():
            continue
        for row, source in zip(read_rows(OUT / f"{tokens}.jsonl"), read_rows(OUT / f"{dataset}.jsonl"), strict=True):
            count += 1
            wrong = difference(tokenizer, template, row, source, recipe["train"]["max_length"])
            if wrong:
                sys.exit(f"{tokens}.jsonl, row {row['id']}: other {wrong} than the reference's")
    if count == 0:
        sys.exit(f"{OUT} holds no tokens.jsonl: put `tokens` and `openai` into the recipe's `export`.")
    print(f"{count} rows, ids and trained positions equal")


if __name__ == "__main__":
    main()
