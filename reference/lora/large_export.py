"""Loads an export of more than 2 GB, and compares the merged model (from its shards) with the adapter on its base.

Run by scripts/soak/large-export.soak.ts, or: python reference/lora/large_export.py OUT BASE
  OUT   folder with merged.zip and adapter.zip, which are unpacked there
  BASE  folder of the base model
"""

import json
import sys
import zipfile
from pathlib import Path

import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

LENGTH = 16
# Relative to the largest logit. Both are computed in float32, so only the order of sums differs.
LARGEST_GAP = 1e-4


def unpack(archive):
    folder = archive.with_suffix("")
    with zipfile.ZipFile(archive) as file:
        file.extractall(folder)
    return folder


def logits_of(model, ids):
    """Returns logits [T, V]."""
    with torch.no_grad():
        return model.eval()(input_ids=ids).logits[0]


def main(out, base):
    merged, adapter = (unpack(out / f"{name}.zip") for name in ("merged", "adapter"))
    index = json.loads((merged / "model.safetensors.index.json").read_text())
    shards = sorted(set(index["weight_map"].values()))
    sizes = [(merged / name).stat().st_size for name in shards]
    print("shards:", ", ".join(f"{name} {size / 1e9:.2f} GB" for name, size in zip(shards, sizes)))
    if len(shards) < 2 or max(sizes) > 2.1e9:
        raise SystemExit("expected several shards of at most 2 GB")
    model = AutoModelForCausalLM.from_pretrained(merged, dtype="auto")
    if model.dtype != torch.float32:
        raise SystemExit(f"the merged model was loaded as {model.dtype}")
    ids = (torch.arange(LENGTH) * 7919 % model.config.vocab_size)[None]
    found = logits_of(model, ids)
    del model
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    plain = logits_of(model, ids)
    wanted = logits_of(PeftModel.from_pretrained(model, adapter), ids)
    largest = wanted.abs().max()
    gap, moved = (float((wanted - other).abs().max() / largest) for other in (found, plain))
    print(f"logits {tuple(found.shape)}, largest {float(largest):.3f}; merged against base and adapter: {gap:.2e}, base alone: {moved:.2e}")
    if not gap <= LARGEST_GAP < moved:
        raise SystemExit("the merged model and the base with its adapter have different logits")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
