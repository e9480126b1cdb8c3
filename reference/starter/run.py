"""The whole starter from its seed: train, export, measure, write its card.

python reference/starter/run.py [--run .cache/starter] [--out FOLDER] [--base FOLDER] [--tokens 48e6] [--skip-training]

Training goes on where an earlier call stopped. On two CPU cores it takes hours; everything after it, about twenty minutes.
`--base` begins from exported weights (public/models/starter) instead of from nothing: how the starter learns something more.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from adapt import adaptations
from evaluate import gate, load
from export import export
from train import BATCHES_PER_STEP

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CARD = "card.json"
ADAPTATION_SEED = 1  # the same for every run, so that their figures can be compared


def card(folder: Path, progress: dict, cases: int) -> dict:
    """What card.json says: the model, the gate's table and the adaptation's."""
    figures = gate(*load(folder), cases)
    return {
        "parameters": progress["parameters"],
        "tokens_seen": progress["tokens"],
        "seed": progress["seed"],
        "gate": figures,
        "adaptation": list(adaptations(folder, ADAPTATION_SEED)),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, default=ROOT / ".cache" / "starter")
    parser.add_argument("--out", type=Path, default=ROOT / ".cache" / "starter" / "folder")
    parser.add_argument("--tokens", type=float, default=48e6)
    parser.add_argument("--base", type=Path, help="an exported folder to begin from")
    parser.add_argument("--seed", type=int, default=1, help="of the corpus; another one for what a base has not seen")
    parser.add_argument("--processes", type=int, default=min(BATCHES_PER_STEP, os.cpu_count() or 1), help="on a CPU")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--cases", type=int, default=320, help="of each kind and language")
    parser.add_argument("--skip-training", action="store_true", help="export and measure what the run has reached")
    options = parser.parse_args()
    if options.device == "cuda":
        options.processes = 1
    if not options.skip_training:
        given = ("tokens", "seed", "processes", "device", "base")
        settings = [part for name in given if (value := getattr(options, name)) is not None for part in (f"--{name}", value)]
        subprocess.run([sys.executable, *map(str, [HERE / "train.py", "--out", options.run, *settings])], check=True)
    progress = export([options.run], options.out)
    measured = card(options.out, progress, options.cases)
    (options.out / CARD).write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(measured, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
