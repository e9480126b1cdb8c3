"""Makes the starter from its seed: trains, exports, measures, and writes its card.

python reference/starter/run.py [--run .cache/starter] [--out FOLDER] [--tokens 28e6] [--skip-training]

Training resumes where an earlier call stopped. On two CPU cores it takes three hours, and everything after it about twenty minutes.
"""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from export import export
from measure import measure
from train import TOKENS
from trainer import BATCHES_PER_STEP

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
CARD = "card.json"


def card(folder: Path, progress: dict, cases: int, processes: int) -> dict:
    """Returns the content of card.json: the model, and the tables of the gate and the adaptations."""
    model = {"parameters": progress["parameters"], "tokens_seen": progress["tokens"], "seed": progress["seed"]}
    return model | measure(folder, cases, processes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--run", type=Path, default=ROOT / ".cache" / "starter")
    parser.add_argument("--out", type=Path, default=ROOT / ".cache" / "starter" / "folder")
    parser.add_argument("--tokens", type=float, default=TOKENS)
    parser.add_argument("--seed", type=int, default=1)
    cores = min(BATCHES_PER_STEP, os.cpu_count() or 1)
    parser.add_argument("--processes", type=int, default=cores, help="for training on a CPU, and for measuring")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    parser.add_argument("--cases", type=int, default=320, help="per kind and language")
    parser.add_argument("--skip-training", action="store_true", help="export and measure what the run has reached")
    options = parser.parse_args()
    if not options.skip_training:
        given = {name: getattr(options, name) for name in ("tokens", "seed", "device")}
        given["processes"] = options.processes if options.device == "cpu" else 1
        settings = [part for name, value in given.items() for part in (f"--{name}", value)]
        subprocess.run([sys.executable, *map(str, [HERE / "train.py", "--out", options.run, *settings])], check=True)
    progress = export(options.run, options.out)
    measured = card(options.out, progress, options.cases, options.processes)
    (options.out / CARD).write_text(json.dumps(measured, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(measured, ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
