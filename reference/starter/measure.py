"""Measures an exported model for card.json: the gate and all adaptations, in several processes."""

import json
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import torch

from adapt import adapt, plans
from evaluate import LANGUAGES, gate, load

ADAPTATION_SEED = 1  # the same for every run, so that their figures can be compared


def gate_of(folder: Path, language: str, cases: int) -> list[dict]:
    return gate(*load(folder), language, cases)


def measure(folder: Path, cases: int, processes: int) -> dict:
    """Returns {gate, adaptation}: rows of evaluate.py and adapt.py. They are printed as soon as they are known."""
    # One thread each, since the matrices of such a small decoder are not worth splitting.
    pool = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=torch.set_num_threads, initargs=(1,))
    with pool:

        def submitted(work: Callable, *arguments: object) -> Future:
            future = pool.submit(work, folder, *arguments)
            future.add_done_callback(print_result)
            return future

        gates = [submitted(gate_of, language, cases) for language in LANGUAGES]
        adaptations = [submitted(adapt, *plan, ADAPTATION_SEED) for plan in plans()]
        by_teaching = sorted(rows_of(adaptations), key=lambda row: row["rows"])
        return {"gate": rows_of(gates), "adaptation": by_teaching}


def rows_of(futures: list[Future]) -> list[dict]:
    return [row for future in futures for row in future.result()]


def print_result(future: Future) -> None:
    if not future.cancelled() and future.exception() is None:
        print(json.dumps(future.result(), ensure_ascii=False), flush=True)
