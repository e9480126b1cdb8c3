"""Compares the tokens.jsonl of a run with transformers and TRL: ids and trained positions of every exported row.

    npm run demo && python reference/tokens/check_tokens.py

Reads from the run's folder (TOOLTUNE_OUT, else out/): tokens*.jsonl, the same rows in openai_toolcall*.jsonl, report.json,
and the tokenizer in the exported model's zip. If a row differs, the first one is named and the exit code is 1.
"""

import json
import os
import sys
import tempfile
import zipfile
from pathlib import Path

from make_goldens import trained
from packing import ranges
from templates import FUNCTION_CALL_TRAINING, ROOT
from transformers import AutoTokenizer
from trl.chat_template_utils import get_training_chat_template

OUT = Path(os.environ.get("TOOLTUNE_OUT", ROOT / "out"))


def exported_tokenizer(scratch):
    """Loads the tokenizer of the model that the run exported."""
    archive = next(iter(sorted(OUT.glob("*.zip"))), None)
    if archive is None:
        raise SystemExit(f"{OUT} has no exported model. Run `npm run demo` first, or set TOOLTUNE_OUT to the folder of a run.")
    with zipfile.ZipFile(archive) as files:
        for member in files.namelist():
            if not member.endswith(".safetensors"):
                files.extract(member, scratch)
    return AutoTokenizer.from_pretrained(next(Path(scratch).rglob("tokenizer.json")).parent, model_max_length=1_000_000)


def read_rows(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def difference(tokenizer, template, row, expected_from, max_length):
    """Returns what differs between an exported row and the reference, or None. Weights other than 0 count as trained."""
    ids, mask = trained(tokenizer, expected_from["messages"], expected_from.get("tools"), template)
    if row["input_ids"] != ids[:max_length]:
        return "ids"
    cut = [[start, min(end, max_length)] for start, end in mask if start < max_length]
    return None if ranges([weight > 0 for weight in row["weights"]]) == cut else "trained positions"


def main():
    with tempfile.TemporaryDirectory() as scratch:
        tokenizer = exported_tokenizer(scratch)
    recipe = json.loads((OUT / "report.json").read_text(encoding="utf-8"))["recipe"]
    template = FUNCTION_CALL_TRAINING if recipe["format"] == "function_call" else get_training_chat_template(tokenizer)
    count = 0
    for tokens, dataset in (("tokens", "openai_toolcall_train"), ("tokens_eval", "openai_toolcall_eval")):
        if not (OUT / f"{tokens}.jsonl").exists():
            continue
        for row, source in zip(read_rows(OUT / f"{tokens}.jsonl"), read_rows(OUT / f"{dataset}.jsonl"), strict=True):
            count += 1
            wrong = difference(tokenizer, template, row, source, recipe["train"]["max_length"])
            if wrong:
                sys.exit(f"{tokens}.jsonl, row {row['id']}: the {wrong} differ from the reference")
    if count == 0:
        sys.exit(f"{OUT} has no tokens.jsonl. Add `tokens` and `openai` to the recipe's `export`.")
    print(f"{count} rows: all ids and trained positions are equal")


if __name__ == "__main__":
    main()
