"""Pretrains the starter: python reference/starter/train.py --out DIR [--tokens 28e6] [--processes 2] [--device cpu]

Goes on where it stopped: DIR/state.pt is written every few minutes and read at the start. Every group of the corpus has
its own random numbers, so a run that was interrupted sees the same groups in the same order as one that was not.
The tokens to see may be changed between sessions: the rate falls linearly over the last half of them, and until then a run is
the same whatever its end. How many processes share the work changes nothing but rounding.
"""

import argparse
import os
import sys
from pathlib import Path

import torch

from team import Member, run_team
from trainer import BATCHES_PER_STEP, Trainer

TOKENS = 28e6  # to see in all, where nothing else is said
# glibc's allocator gives large blocks back to the system at once and pays for every page again: eight times slower.
ALLOCATOR = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "8000000000", "MALLOC_TOP_PAD_": "268435456", "MALLOC_ARENA_MAX": "2"}


def work(member: Member, options: argparse.Namespace) -> None:
    torch.set_num_threads(1 if member.size > 1 else options.threads)
    Trainer(options.out, options.seed, int(options.tokens), options.device, member).run()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder of the state, the tokenizer and the log")
    parser.add_argument("--tokens", type=float, default=TOKENS, help="tokens to see in all")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1, help=f"up to {BATCHES_PER_STEP}, each with a thread of its own")
    parser.add_argument("--threads", type=int, default=2, help="of a single process")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    options = parser.parse_args()
    if options.processes > 1 and options.device != "cpu":
        parser.error("several processes share the work on a CPU only: leave --processes out")
    if options.device == "cpu" and not ALLOCATOR.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ALLOCATOR})
    options.out.mkdir(parents=True, exist_ok=True)
    run_team(options.processes, work, options)


if __name__ == "__main__":
    main()
