"""Pretrains the starter: python reference/starter/train.py --out DIR [--tokens 28e6] [--processes 2] [--device cpu]

Resumes where it stopped: DIR/state.pt is written every few minutes and read at the start. Every group of the corpus has its
own random numbers, so an interrupted run sees the same groups in the same order as an uninterrupted one. --tokens may change
when a run resumes: the rate falls linearly over the last half of the tokens, and until then the total makes no difference.
The number of processes only changes rounding.
"""

import argparse
import os
import sys
from pathlib import Path

import torch

from team import Member, run_team
from trainer import BATCHES_PER_STEP, Trainer

TOKENS = 28e6  # default total
# By default, glibc's allocator returns large blocks to the system at once and faults in every page again, which is eight times slower.
ALLOCATOR = {"MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "8000000000", "MALLOC_TOP_PAD_": "268435456", "MALLOC_ARENA_MAX": "2"}


def work(member: Member, options: argparse.Namespace) -> None:
    torch.set_num_threads(1 if member.size > 1 else options.threads)
    Trainer(options.out, options.seed, int(options.tokens), options.device, member).run()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--out", type=Path, required=True, help="folder for the state, the tokenizer and the log")
    parser.add_argument("--tokens", type=float, default=TOKENS, help="total tokens to train on")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--processes", type=int, default=1, help=f"up to {BATCHES_PER_STEP}, each with one thread")
    parser.add_argument("--threads", type=int, default=2, help="for a single process")
    parser.add_argument("--device", choices=["cpu", "cuda"], default="cpu")
    options = parser.parse_args()
    if options.processes > 1 and options.device != "cpu":
        parser.error("--processes works on a CPU only")
    if options.device == "cpu" and not ALLOCATOR.items() <= os.environ.items():
        os.execve(sys.executable, [sys.executable, *sys.argv], {**os.environ, **ALLOCATOR})
    options.out.mkdir(parents=True, exist_ok=True)
    run_team(options.processes, work, options)


if __name__ == "__main__":
    main()
