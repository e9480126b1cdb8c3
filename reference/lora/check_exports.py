"""Loads ToolTune's exports into PEFT and transformers, and compares their logits with those that ToolTune computed.

The exports come from ToolTune's tests of LoRA runs (src/worker/train), which write them to a folder:
  adapter/, continued/, merged-F32/, merged-F16/, merged-BF16/   unpacked from the zips; `continued` is trained from `adapter`
  NAME.expected.safetensors                                      input_ids [T] and ToolTune's logits [T, V] in 32-bit arithmetic

Run: python reference/lora/check_exports.py
"""

import os
import subprocess
import tempfile
from pathlib import Path

import torch
from peft import PeftModel
from safetensors.torch import load_file
from transformers import AutoModelForCausalLM, AutoTokenizer

ROOT = Path(__file__).parents[2]
BASE = ROOT / "e2e" / "fixtures" / "qwen3-folder"
TYPES = {"merged-F32": torch.float32, "merged-F16": torch.float16, "merged-BF16": torch.bfloat16}
# Relative to the largest logit. All logits are computed in float32, so only the order of sums differs.
LARGEST_GAP = 1e-4


def load(folder):
    """Loads the model as a user would: an adapter onto its base, a merged model in its stored type."""
    if (folder / "adapter_config.json").exists():
        base = AutoModelForCausalLM.from_pretrained(BASE, dtype=torch.float32)
        return PeftModel.from_pretrained(base, folder)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype="auto")
    if model.dtype != TYPES[folder.name]:
        raise SystemExit(f"{folder.name} was loaded as {model.dtype}")
    return model.float()


def check(folder):
    expected = load_file(f"{folder}.expected.safetensors")
    ids = expected["input_ids"].long()[None]
    AutoTokenizer.from_pretrained(folder)
    with torch.no_grad():
        logits = load(folder).eval()(input_ids=ids).logits[0]
    gap = float((logits - expected["logits"]).abs().max() / logits.abs().max())
    print(f"{folder.name}: logits {tuple(logits.shape)}, largest {float(logits.abs().max()):.3f}, largest relative difference {gap:.2e}")
    return gap <= LARGEST_GAP


def main():
    with tempfile.TemporaryDirectory() as out:
        test = ["npx", "vitest", "run", "--project", "node"]
        test += ["src/worker/train/lora.test.ts", "src/worker/train/adapter-continued.test.ts"]
        subprocess.run(test, cwd=ROOT, check=True, env={**os.environ, "TOOLTUNE_EXPORTS": out}, stdout=subprocess.DEVNULL)
        folders = sorted(path for path in Path(out).iterdir() if path.is_dir())
        wrong = [folder.name for folder in folders if not check(folder)]
    if len(folders) != 2 + len(TYPES) or wrong:
        raise SystemExit(f"{len(folders)} exports of {2 + len(TYPES)}; different logits: {wrong}")


if __name__ == "__main__":
    main()
