"""The whole starter from its seed: train, export, measure, write its card.

python reference/starter/run.py [--run .cache/starter] [--out FOLDER] [--tokens 48e6] [--skip-training]

Training goes on where an earlier call stopped. On two CPU cores it takes hours; everything after it, about twenty minutes.
"""

import argparse
import json
import subprocess
import sys
from pathlib import Path

import torch

from adapt import adaptations
from evaluate import gate, load
from export import export

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CARD = "card.json"


def card(folder: Path, progress: dict, cases: int) -> dict:
    """What card.json says: the model, the gate's table and the adaptation's."""
    figures = gate(*load(folder), cases)
    return {
        "parameters": progress["parameters"],
        "tokens_seen": progress["tokens"],
        "seed": progress["seed"],
        "gate": figures,
        "adaptation": list(adaptations(folder, progress["seed"])),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, default=ROOT / ".cache" / "starter")
    parser.add_argument("--out", type=Path, default=ROOT / ".cache" / "starter" / "folder")
    parser.add_argument("--tokens", type=float, default=48e6)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--cases", type=int, default=320, help="of each kind and language")
    parser.add_argument("--skip-training", action="store_true", help="export and measure what the run has reached")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    if not options.skip_training:
        train = [HERE / "train.py", "--out", options.run, "--tokens", options.tokens, "--threads", options.threads, "--device", options.device]
        subprocess.run([sys.executable, *map(str, train)], check=True)
    progress = export(options.run, options.out)
    measured = card(options.out, progress, options.cases)
    (options.out / CARD).write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(measured, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
