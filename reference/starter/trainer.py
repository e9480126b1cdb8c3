"""Trains the starter: batches of the corpus, the optimizer step, and the state that a run resumes from."""

import json
import os
import signal
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch.nn import functional as F

from batches import Batch, bucketed, collate, encode
from construction import construct
from corpus.rows import group
from model import Model, ModelConfig
from muon import Muon
from team import Member
from tokenizer import build_tokenizer

GROUPS_AT_ONCE = 96  # encoded together, then sorted into batches of similar lengths
BATCH_TOKENS = 1152  # per forward pass, including padding
BATCHES_PER_STEP = 4
SIMPLE_TOKENS = 6e6  # trained first: short rows, mostly with two or more tools, which teach to pick a tool
WARM_UP_STEPS = 30
DECAY_SHARE = 0.5  # last share of the tokens, over which the rate falls to zero
MATRIX_RATE = 4e-3
NORM_RATE = 2e-3
MAX_NORM = 1.0
SAVE_SECONDS = 180
LOG_STEPS = 25
ALONE = Member()


@dataclass
class Progress:
    step: int = 0
    tokens: int = 0  # seen, without padding
    next_group: int = 0
    seconds: float = 0.0


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """Writes a file atomically: first under another name, then moved into place."""
    temporary = path.with_suffix(".tmp")
    write(temporary)
    os.replace(temporary, path)


def rate_factor(step: int, tokens: int, total: int) -> float:
    """Returns the factor of the rate: warm-up, constant, then linear to zero over the last `DECAY_SHARE` of the tokens."""
    left = 1 - tokens / total
    return min(1.0, (step + 1) / WARM_UP_STEPS) * max(0.0, min(1.0, left / DECAY_SHARE))


def precision(device: str) -> torch.dtype:
    """Returns bfloat16 if the machine has it in hardware. A CPU that emulates it is thirty times slower than with float32."""
    capable = device == "cuda" or torch.cpu.get_capabilities().get("avx512_bf16", False)
    return torch.bfloat16 if capable else torch.float32


class Trainer:
    def __init__(self, out: Path, seed: int, total: int, device: str, member: Member = ALONE):
        self.out, self.seed, self.total, self.device, self.member = out, seed, total, device, member
        self.precision = precision(device)
        self.tokenizer = self._tokenizer()
        self.padding = self.tokenizer.token_to_id("<|endoftext|>")
        self.model = Model(ModelConfig(self.tokenizer.get_vocab_size()), seed)
        construct(self.model, self.tokenizer, seed)
        # If embeddings are trained, those of rare characters shrink, and Chinese gets worse.
        self.model.model.embed_tokens.weight.requires_grad_(False)
        self.model.to(device)
        named = [(name, parameter) for name, parameter in self.model.named_parameters() if parameter.requires_grad]
        self.norms = [parameter for _, parameter in named if parameter.ndim == 1]
        matrices = [parameter for _, parameter in named if parameter.ndim == 2]
        self.muon = Muon(matrices, lr=MATRIX_RATE, precision=self.precision, member=member)
        self.adam = torch.optim.AdamW(self.norms, lr=NORM_RATE, betas=(0.9, 0.95), weight_decay=0.0)
        self.progress = Progress()
        self._read_state()

    def _tokenizer(self) -> Tokenizer:
        path = self.out / "tokenizer.json"
        if path.exists():
            return Tokenizer.from_file(str(path))
        tokenizer = build_tokenizer(self.seed)
        if self.member.leads:
            write_whole(path, lambda place: tokenizer.save(str(place)))  # another member may open it at any moment
        return tokenizer

    def _read_state(self) -> None:
        path = self.out / "state.pt"
        if not path.exists():
            return
        state = torch.load(path, map_location=self.device)
        if state["seed"] != self.seed:
            raise SystemExit(f"{path} is a run of seed {state['seed']}, not {self.seed}. Choose another --out.")
        self.model.load_state_dict(state["model"])
        self.muon.load_state_dict(state["muon"])
        self.adam.load_state_dict(state["adam"])
        self.progress = Progress(**state["progress"])

    def save(self) -> None:
        """Saves the whole state."""
        if not self.member.leads:
            return
        state = {
            "seed": self.seed,
            "config": self.model.config.to_dict(),
            "model": self.model.state_dict(),
            "muon": self.muon.state_dict(),
            "adam": self.adam.state_dict(),
            "progress": vars(self.progress),
        }
        write_whole(self.out / "state.pt", lambda place: torch.save(state, place))

    def batches(self) -> list[Batch]:
        """Returns the next groups of the corpus as batches, in random order, so that lengths alternate."""
        simple = self.progress.tokens < SIMPLE_TOKENS
        start = self.progress.next_group
        groups = [group(self.seed, index, simple=simple) for index in range(start, start + GROUPS_AT_ONCE)]
        made = bucketed(encode(self.tokenizer, groups), BATCH_TOKENS)
        order = torch.randperm(len(made), generator=torch.Generator().manual_seed(start)).tolist()
        return [collate(made[index], self.padding) for index in order]

    def step(self, batches: list[Batch]) -> float:
        """Updates the weights on `batches`. Returns the mean loss over all their trained tokens."""
        factor = rate_factor(self.progress.step, self.progress.tokens, self.total)
        for optimizer, rate in ((self.muon, MATRIX_RATE), (self.adam, NORM_RATE)):
            for parameters in optimizer.param_groups:
                parameters["lr"] = rate * factor
        count = sum(int(batch.trained[:, 1:].sum()) for batch in batches)
        total = 0.0
        for batch in self.member.share(batches):
            ids, trained = batch.ids.to(self.device), batch.trained.to(self.device)
            predicting = trained.roll(-1, 1)  # the first token of a row is never trained
            with torch.autocast(self.device, self.precision, enabled=self.precision != torch.float32):
                hidden = self.model.hidden(ids, batch.positions.to(self.device), batch.mask.to(self.device), predicting)
                logits = self.model.logits(hidden)
            loss = F.cross_entropy(logits.float(), ids[trained], reduction="sum") / count
            loss.backward()
            total += loss.item()
        self._add_up_gradients()
        torch.nn.utils.clip_grad_norm_(self.norms, MAX_NORM)
        for optimizer in (self.muon, self.adam):
            optimizer.step()
            optimizer.zero_grad()
        self.progress.step += 1
        self.progress.tokens += sum(batch.tokens for batch in batches)
        return self.member.total(total)

    def _add_up_gradients(self) -> None:
        parameters = [parameter for parameter in self.model.parameters() if parameter.requires_grad]
        for parameter in parameters:
            if parameter.grad is None:  # no batch was left for this member
                parameter.grad = torch.zeros_like(parameter)
        self.member.add_up(parameter.grad for parameter in parameters)

    def round(self) -> Iterator[float]:
        """Trains on the next groups of the corpus, yielding each step's loss. A round is the unit of resuming."""
        batches = self.batches()
        for start in range(0, len(batches), BATCHES_PER_STEP):
            yield self.step(batches[start : start + BATCHES_PER_STEP])
        self.progress.next_group += GROUPS_AT_ONCE

    def run(self) -> None:
        """Trains rounds until all tokens are seen or the process gets a stop signal. Saves regularly and at the end."""
        stopping: list[int] = []
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda received, _: stopping.append(received))
        started = time.monotonic() - self.progress.seconds
        saved, losses = time.monotonic(), []
        with open(self.out / "log.jsonl", "a", encoding="utf-8") as log:
            while self.progress.tokens < self.total and not self.member.total(len(stopping)):
                for loss in self.round():
                    losses.append(loss)
                    self.progress.seconds = time.monotonic() - started
                    if self.progress.step % LOG_STEPS == 0 and self.member.leads:
                        entry = {"step": self.progress.step, "tokens": self.progress.tokens, "loss": round(sum(losses) / len(losses), 4)}
                        line = json.dumps({**entry, "seconds": round(self.progress.seconds)})
                        print(line, file=log, flush=True)
                        print(line, flush=True)
                        losses = []
                if time.monotonic() - saved > SAVE_SECONDS:
                    self.save()
                    saved = time.monotonic()
        self.save()
