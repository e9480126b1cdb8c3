"""Tests that several processes give the weights of one, and that only selected positions are computed."""

import tempfile
import unittest
from pathlib import Path
from unittest import mock

import torch
from tests.test_training import TOKENIZER, model

from batches import collate, encode
from corpus.rows import group
from team import Member, run_team
from trainer import Trainer

TOKENS = 6000


def trained(out: Path, member: Member) -> Trainer:
    torch.set_num_threads(1)
    out.mkdir(exist_ok=True)
    with mock.patch("trainer.GROUPS_AT_ONCE", 8):
        trainer = Trainer(out, 1, TOKENS, "cpu", member=member)
        trainer.run()
    return trainer


def work(member: Member, out: Path) -> None:
    trained(out, member)


class Team(unittest.TestCase):
    def test_two_processes_end_with_the_weights_of_one(self):
        with tempfile.TemporaryDirectory() as folder:
            alone = trained(Path(folder) / "alone", Member())
            run_team(2, work, Path(folder) / "shared")
            state = torch.load(Path(folder) / "shared" / "state.pt")
            self.assertEqual(state["progress"]["tokens"], alone.progress.tokens)
            self.assertEqual(state["progress"]["step"], alone.progress.step)
            for name, weight in alone.model.state_dict().items():
                self.assertLess((weight - state["model"][name]).abs().max().item(), 1e-3, name)

    def test_a_single_member_sums_to_its_own_values(self):
        tensors = [torch.ones(2, 3), torch.arange(4.0)]
        Member().add_up(tensors)
        self.assertTrue(torch.equal(tensors[1], torch.arange(4.0)))
        self.assertEqual(Member().total(2.5), 2.5)

    def test_each_batch_goes_to_one_member(self):
        shares = [Member(number, 3).share(list(range(7))) for number in range(3)]
        self.assertEqual(sorted(sum(shares, [])), list(range(7)))


class SelectedPositions(unittest.TestCase):
    def test_selected_positions_equal_those_of_the_full_result(self):
        batch = collate(encode(TOKENIZER, [group(1, index) for index in range(4)]), 0)
        decoder = model()
        with torch.no_grad():
            whole = decoder.hidden(batch.ids, batch.positions, batch.mask)
            some = decoder.hidden(batch.ids, batch.positions, batch.mask, batch.trained)
        self.assertGreater(len(some), 100)
        self.assertLess((whole[batch.trained] - some).abs().max().item(), 1e-4)


if __name__ == "__main__":
    unittest.main()
