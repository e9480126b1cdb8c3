"""Tests of tokens, batches, construction, and resuming."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

import torch

from batches import bucketed, collate, encode
from construction import construct
from corpus.render import branch_pieces, prefix_text
from corpus.rows import group
from model import Model, ModelConfig
from tokenizer import build_tokenizer
from trainer import Trainer

TOKENIZER = build_tokenizer(1)


def model() -> Model:
    made = Model(ModelConfig(TOKENIZER.get_vocab_size()))
    construct(made, TOKENIZER, 0)
    return made


class Tokens(unittest.TestCase):
    def test_tokens_decode_to_their_text(self):
        for index in range(100):
            made = group(1, index)
            text = prefix_text(made) + "".join(piece for branch in made.branches for piece, _ in branch_pieces(branch))
            ids = TOKENIZER.encode(text, add_special_tokens=False).ids
            self.assertEqual(TOKENIZER.decode(ids, skip_special_tokens=False), text)

    def test_a_value_has_the_same_tokens_in_a_sentence_and_in_json(self):
        for value in ("Kava Hill", "红烧肉", "B-4711", "2027-03-09", "x7k2"):
            tokens = TOKENIZER.encode(value).tokens
            for text in (f"find {value} now", f"查一下{value}的", '{"name": "f", "arguments": {"a": "' + value + '"}}'):
                written = TOKENIZER.encode(text).tokens
                self.assertTrue(any(written[start : start + len(tokens)] == tokens for start in range(len(written))), (text, written))


class Batches(unittest.TestCase):
    def test_a_shared_prefix_gives_the_logits_of_separate_rows(self):
        decoder = model()
        groups = [group(1, index) for index in range(4)]
        encoded = encode(TOKENIZER, groups)
        batch = collate(encoded, 0)
        with torch.no_grad():
            shared = decoder.logits(decoder.hidden(batch.ids, batch.positions, batch.mask))
            for row, (made, tokens) in enumerate(zip(groups, encoded, strict=True)):
                for number, branch in enumerate(made.branches, start=1):
                    text = prefix_text(made) + "".join(piece for piece, _ in branch_pieces(branch))
                    places = [place for place, segment in enumerate(tokens.segments) if segment in (0, number)]
                    ids = TOKENIZER.encode(text, add_special_tokens=False).ids
                    self.assertEqual([tokens.ids[place] for place in places], ids)
                    alone = decoder.logits(decoder.hidden(torch.tensor([ids])))[0]
                    self.assertLess((shared[row, places] - alone).abs().max().item(), 1e-3)

    def test_buckets_keep_every_row(self):
        encoded = encode(TOKENIZER, [group(1, index) for index in range(40)])
        batches = bucketed(encoded, 1536)
        self.assertEqual(sum(len(batch) for batch in batches), 40)
        self.assertTrue(all(len(batch) * max(len(row.ids) for row in batch) <= 1536 for batch in batches))


class Construction(unittest.TestCase):
    def test_the_untrained_model_copies_random_tokens(self):
        ids = 256 + torch.randint(0, TOKENIZER.get_vocab_size() - 330, (16, 30), generator=torch.Generator().manual_seed(0))
        ids = torch.cat([ids, ids], 1)
        decoder = model()
        with torch.no_grad():
            predicted = decoder.logits(decoder.hidden(ids)[:, 30:-1]).argmax(-1)
        self.assertGreater((predicted == ids[:, 31:]).float().mean().item(), 0.9)


def trainer(folder: Path) -> Trainer:
    folder.mkdir(exist_ok=True)
    return Trainer(folder, 1, 6000, "cpu")


class Resuming(unittest.TestCase):
    def test_an_interrupted_run_ends_with_the_weights_of_an_unbroken_one(self):
        torch.set_num_threads(1)
        with mock.patch("trainer.GROUPS_AT_ONCE", 8), tempfile.TemporaryDirectory() as folder:
            unbroken = trainer(Path(folder) / "unbroken")
            unbroken.run()
            first = trainer(Path(folder) / "interrupted")
            list(first.round())
            first.save()
            second = trainer(Path(folder) / "interrupted")
            second.run()
            self.assertGreater(second.progress.step, first.progress.step)
            for name, weight in unbroken.model.state_dict().items():
                self.assertTrue(torch.equal(weight, second.model.state_dict()[name]), name)


if __name__ == "__main__":
    unittest.main()
