"""Records a run of transformers' Trainer: accumulated batches with parts of different lengths, a partial batch at the end of
an epoch, a fraction of an epoch, and weight decay on the tensors that Trainer chooses.

Writes src/ml/goldens/tied/trainer.json: settings, rows, and loss and gradient norm of each optimizer step.
"""

import json
import tempfile
from pathlib import Path

import torch
from torch.utils.data import Dataset
from transformers import Qwen3ForCausalLM, Trainer, TrainingArguments

FOLDER = Path(__file__).parents[2] / "src/ml/goldens/tied"
SETTINGS = {
    "learning_rate": 0.01, "lr_scheduler_type": "cosine", "warmup_steps": 0.2, "weight_decay": 0.3, "adam_beta1": 0.9,
    "adam_beta2": 0.95, "adam_epsilon": 1e-6, "max_grad_norm": 0.5, "num_train_epochs": 3.5, "max_steps": -1,
    "per_device_train_batch_size": 2, "gradient_accumulation_steps": 3,
}


class Rows(Dataset):
    def __init__(self, rows: list[dict]) -> None:
        self.rows = rows

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> dict:
        row = self.rows[index]
        labels = [id if weight else -100 for id, weight in zip(row["inputIds"], row["weights"])]
        return {"input_ids": row["inputIds"], "labels": labels}


def collate(examples: list[dict]) -> dict[str, torch.Tensor]:
    longest = max(len(example["input_ids"]) for example in examples)
    padded = lambda key, value: torch.tensor([e[key] + [value] * (longest - len(e[key])) for e in examples])
    lengths = [len(example["input_ids"]) for example in examples]
    mask = torch.tensor([[1] * length + [0] * (longest - length) for length in lengths])
    return {"input_ids": padded("input_ids", 0), "labels": padded("labels", -100), "attention_mask": mask}


def make_rows(vocabulary: int) -> list[dict]:
    generator = torch.Generator().manual_seed(11)
    rows = []
    for index in range(11):
        length = 4 + 3 * ((index * 4) % 7)
        ids = torch.randint(0, vocabulary, (length,), generator=generator).tolist()
        trained_from = 1 + int(torch.randint(0, length - 1, (), generator=generator))
        rows.append({"id": f"row-{index}", "inputIds": ids, "weights": [int(token >= trained_from) for token in range(length)]})
    return rows


def main() -> None:
    torch.set_num_threads(1)
    model = Qwen3ForCausalLM.from_pretrained(FOLDER, dtype=torch.float32, attn_implementation="eager")
    rows = make_rows(model.config.vocab_size)
    with tempfile.TemporaryDirectory() as out:
        arguments = TrainingArguments(
            output_dir=out, use_cpu=True, report_to=[], logging_steps=1, save_strategy="no", disable_tqdm=True,
            train_sampling_strategy="sequential", optim="adamw_torch", **SETTINGS,
        )
        trainer = Trainer(model, arguments, data_collator=collate, train_dataset=Rows(rows))
        trainer.train()
    steps = [{"loss": log["loss"], "gradientNorm": log["grad_norm"]} for log in trainer.state.log_history if "loss" in log]
    (FOLDER / "trainer.json").write_text(json.dumps({"settings": SETTINGS, "rows": rows, "steps": steps}) + "\n")


if __name__ == "__main__":
    main()
