"""Records how TRL packs examples, how transformers groups them by length, and when it stops early.

Writes src/core/batches/goldens/order.json and src/core/training/goldens/stops.json.
"""

import json
import random
from pathlib import Path
from types import SimpleNamespace

import torch
from datasets import Dataset, disable_progress_bars
from transformers import EarlyStoppingCallback, TrainerControl, TrainerState, TrainingArguments
from transformers.trainer_pt_utils import get_length_grouped_indices
from trl import pack_dataset

CORE = Path(__file__).parents[2] / "src/core"


def packed(lengths: list[int], capacity: int) -> list[list[int]]:
    """Returns the rows of each packed sequence. Every token of a row is the row's number."""
    dataset = Dataset.from_dict({"input_ids": [[row] * length for row, length in enumerate(lengths)]})
    sequences = []
    for example in pack_dataset(dataset, capacity, "bfd"):
        starts = [sum(example["seq_lengths"][:index]) for index in range(len(example["seq_lengths"]))]
        sequences.append([example["input_ids"][start] for start in starts])
    return sequences


def pack_cases(generator: random.Random) -> list[dict]:
    shapes = [(1, 8, 8), (12, 10, 12), (40, 20, 32), (200, 64, 64), (1300, 30, 100)]
    cases = []
    for rows, longest, capacity in shapes:
        lengths = [generator.randint(1, longest) for _ in range(rows)]
        cases.append({"lengths": lengths, "capacity": capacity, "sequences": packed(lengths, capacity)})
    return cases


def grouped_cases(generator: random.Random) -> list[dict]:
    cases = []
    for rows, batch_size in [(1, 2), (7, 4), (33, 4), (64, 1), (150, 2), (250, 1)]:
        lengths = [generator.randint(2, 40) for _ in range(rows)]
        seed = generator.randrange(1000)
        order = torch.randperm(rows, generator=torch.Generator().manual_seed(seed)).tolist()
        grouped = get_length_grouped_indices(lengths, batch_size, generator=torch.Generator().manual_seed(seed))
        cases.append({"lengths": lengths, "batchSize": batch_size, "order": order, "grouped": grouped})
    return cases


def stopped_at(losses: list[float], patience: int, threshold: float) -> int | None:
    """Returns the 1-based evaluation after which the callback ends the run, called as Trainer calls it."""
    arguments = TrainingArguments(
        output_dir="out", eval_strategy="steps", eval_steps=1, metric_for_best_model="eval_loss", greater_is_better=False,
        report_to=[], use_cpu=True,
    )
    callback = EarlyStoppingCallback(patience, threshold)
    state, control = TrainerState(), TrainerControl()
    trainer = SimpleNamespace(state=state)
    for number, loss in enumerate(losses, 1):
        callback.on_evaluate(arguments, trainer.state, control, {"eval_loss": loss})
        # Trainer._determine_best_metric, which runs after the callbacks.
        if state.best_metric is None or loss < state.best_metric:
            state.best_metric = loss
        if control.should_training_stop:
            return number
    return None


def stopping_cases(generator: random.Random) -> list[dict]:
    cases = []
    for _ in range(60):
        losses = [round(generator.uniform(1, 3) - 0.05 * step, 2) for step in range(generator.randint(1, 14))]
        patience, threshold = generator.randint(1, 4), generator.choice([0.0, 0.0, 0.1, 0.5])
        stop = stopped_at(losses, patience, threshold)
        cases.append({"losses": losses, "patience": patience, "threshold": threshold, "stop": stop})
    return cases


def write(path: Path, value: object) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(value) + "\n")


def main() -> None:
    disable_progress_bars()
    generator = random.Random(4)
    write(CORE / "batches/goldens/order.json", {"packed": pack_cases(generator), "grouped": grouped_cases(generator)})
    write(CORE / "training/goldens/stops.json", stopping_cases(generator))


if __name__ == "__main__":
    main()
