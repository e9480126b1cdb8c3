"""Batches of groups: the shared tool list once, then every request with its answer, none of which sees the others.

A token sees the shared prefix and its own branch. The positions of a branch continue from the prefix. Loss and gradients
equal those of the requests in separate rows, with little more than half of the tokens.
"""

from dataclasses import dataclass

import torch
from tokenizers import Tokenizer
from torch import Tensor

from corpus.render import branch_pieces, prefix_text
from corpus.rows import Group

PREFIX = 0


@dataclass(frozen=True)
class Encoded:
    """One group as tokens. `segments` is 0 for the prefix and 1, 2, … for the branches."""

    ids: list[int]
    positions: list[int]
    segments: list[int]
    trained: list[bool]


@dataclass(frozen=True)
class Batch:
    ids: Tensor  # [B, T]
    positions: Tensor  # [B, T]
    mask: Tensor  # [B, 1, T, T], 0 or -inf
    trained: Tensor  # [B, T]: whether the token is a target
    tokens: int  # without padding


def encode(tokenizer: Tokenizer, groups: list[Group]) -> list[Encoded]:
    texts: list[str] = []
    plans: list[tuple[int, list[list[tuple[int, bool]]]]] = []
    for made in groups:
        prefix = len(texts)
        texts.append(prefix_text(made))
        branches = []
        for branch in made.branches:
            pieces = branch_pieces(branch)
            branches.append([(len(texts) + index, trained) for index, (_, trained) in enumerate(pieces)])
            texts.extend(text for text, _ in pieces)
        plans.append((prefix, branches))
    ids = [encoding.ids for encoding in tokenizer.encode_batch(texts, add_special_tokens=False)]
    return [_join(ids[prefix], [[(ids[index], trained) for index, trained in pieces] for pieces in branches]) for prefix, branches in plans]


def _join(prefix: list[int], branches: list[list[tuple[list[int], bool]]]) -> Encoded:
    joined = list(prefix)
    positions = list(range(len(prefix)))
    segments = [PREFIX] * len(prefix)
    trained = [False] * len(prefix)
    for number, pieces in enumerate(branches, start=1):
        tokens = [(token, is_trained) for piece, is_trained in pieces for token in piece]
        joined.extend(token for token, _ in tokens)
        positions.extend(range(len(prefix), len(prefix) + len(tokens)))
        segments.extend([number] * len(tokens))
        trained.extend(is_trained for _, is_trained in tokens)
    return Encoded(joined, positions, segments, trained)


def collate(rows: list[Encoded], padding: int) -> Batch:
    """Pads on the right. Padding is its own segment, so that no row of the mask is empty."""
    length = max(len(row.ids) for row in rows)

    def padded(lists: list[list], fill: int) -> Tensor:
        return torch.tensor([values + [fill] * (length - len(values)) for values in lists])

    ids = padded([row.ids for row in rows], padding)
    segments = padded([row.segments for row in rows], -1)
    query, key = segments[:, :, None], segments[:, None, :]
    visible = ((query == key) | (key == PREFIX)) & torch.ones(length, length, dtype=torch.bool).tril()
    mask = torch.zeros(visible.shape).masked_fill(~visible, float("-inf"))[:, None]
    trained = padded([[int(value) for value in row.trained] for row in rows], 0).bool()
    return Batch(ids, padded([row.positions for row in rows], 0), mask, trained, sum(len(row.ids) for row in rows))


def bucketed(rows: list[Encoded], tokens: int) -> list[list[Encoded]]:
    """Groups rows of similar lengths into batches of at most `tokens`, including padding (at least one row)."""
    batches: list[list[Encoded]] = []
    current: list[Encoded] = []
    for row in sorted(rows, key=lambda row: len(row.ids)):
        if current and len(row.ids) * (len(current) + 1) > tokens:
            batches.append(current)
            current = []
        current.append(row)
    if current:
        batches.append(current)
    return batches
