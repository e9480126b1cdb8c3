"""Several processes that train one model: each takes its share of a step's batches, and all have the same weights.

On a CPU this is faster than threads, since the matrices of such a small decoder are not worth splitting. A single process
sends nothing.
"""

import os
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.distributed as distributed
from torch import Tensor


@dataclass(frozen=True)
class Member:
    number: int = 0
    size: int = 1

    @property
    def leads(self) -> bool:
        """Whether this member writes the files and the log."""
        return self.number == 0

    def share(self, things: list) -> list:
        return things[self.number :: self.size]

    def add_up(self, tensors: Iterable[Tensor]) -> None:
        """Replaces every tensor by its sum over all members. All tensors are sent as one block."""
        if self.size == 1:
            return
        parts = list(tensors)
        block = torch.cat([part.flatten() for part in parts])
        distributed.all_reduce(block)
        for part, summed in zip(parts, block.split([part.numel() for part in parts]), strict=True):
            part.copy_(summed.view_as(part))

    def total(self, value: float) -> float:
        tensor = torch.tensor([value], dtype=torch.float64)
        self.add_up([tensor])
        return tensor.item()


def run_team(size: int, work: Callable[..., None], *arguments: object) -> None:
    """Runs `work(member, *arguments)` in `size` processes; a single one runs in this process."""
    if size == 1:
        work(Member(), *arguments)
        return
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(_join, (size, Path(folder) / "meeting", work, arguments), nprocs=size)


def _join(number: int, size: int, meeting: Path, work: Callable[..., None], arguments: tuple) -> None:
    if hasattr(os, "sched_setaffinity") and len(cores := sorted(os.sched_getaffinity(0))) >= size:
        os.sched_setaffinity(0, set(cores[number::size]))
    distributed.init_process_group("gloo", init_method=f"file://{meeting}", rank=number, world_size=size)
    try:
        work(Member(number, size), *arguments)
    finally:
        distributed.destroy_process_group()
