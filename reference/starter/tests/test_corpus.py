"""Tests of the corpus. Run: python -m unittest discover -s reference/starter -t reference/starter"""

import json
import unittest
from pathlib import Path
from random import Random

from jinja2.sandbox import ImmutableSandboxedEnvironment

from answers import parse_calls
from corpus.arguments import spoken
from corpus.render import branch_pieces, prefix_text
from corpus.rows import KINDS, bare_tools, group, tool_group
from corpus.tools import RESERVED_NAMES
from corpus.words import NOUNS, VERBS, held_out
from triples import TRIPLES

TEMPLATE = Path(__file__).parents[1] / "chat_template.jinja"


def evaluation_group(index: int):
    return tool_group(Random(f"test {index}"), "en" if index % 2 else "zh", test=True, kinds=KINDS, branches=4)


class Rows(unittest.TestCase):
    def test_the_same_seed_gives_the_same_group_and_another_seed_another(self):
        self.assertEqual(group(3, 14), group(3, 14))
        self.assertNotEqual(group(3, 14), group(4, 14))

    def test_every_string_and_number_of_a_call_is_in_its_request(self):
        for index in range(400):
            for branch in group(1, index).branches:
                for _, arguments in branch.calls:
                    for value in arguments.values():
                        parts = value if isinstance(value, list) else [value]
                        if not isinstance(value, bool):
                            self.assertTrue(all(spoken(part, "en").lower() in branch.user.lower() for part in parts), (branch.user, value))

    def test_an_answer_parses_to_its_calls(self):
        for index in range(400):
            for branch in group(1, index).branches:
                self.assertEqual(parse_calls(branch.answer), branch.calls)

    def test_calls_name_listed_tools_and_their_parameters(self):
        for index in range(400):
            made = group(1, index)
            listed = {tool.name: {parameter.name for parameter in tool.parameters} for tool in made.tools or bare_tools()}
            for branch in made.branches:
                for name, arguments in branch.calls:
                    self.assertLessEqual(set(arguments), listed[name])

    def test_training_and_evaluation_share_no_tool_no_parameter_and_no_value(self):
        sides = ([group(1, index) for index in range(600)], [evaluation_group(index) for index in range(300)])
        names = [{tool.name for made in side for tool in made.tools} for side in sides]
        self.assertFalse(names[0] & names[1])
        for side, test in zip(sides, (False, True), strict=True):
            for made in side:
                for tool in made.tools:
                    self.assertEqual(held_out(tool.noun.en), test)
                    self.assertTrue(all(held_out(parameter.name) == test for parameter in tool.parameters))
                    kinds = {parameter.name: parameter.kind for parameter in tool.parameters}
                    for branch in made.branches:
                        for name, arguments in branch.calls:
                            for key, value in arguments.items() if name == tool.name else ():
                                if kinds[key] not in ("flag", "choice"):
                                    parts = value if isinstance(value, list) else [value]
                                    self.assertTrue(all(held_out(str(part)) == test for part in parts))

    def test_the_corpus_never_has_the_tools_of_the_adaptations(self):
        known = {f"{verb.en}_{noun.en}" for verb in VERBS for noun in NOUNS} | {f"{noun.en}_{verb.en}" for verb in VERBS for noun in NOUNS}
        names = {lesson.name for triple in TRIPLES for lesson in triple}
        self.assertFalse((names - RESERVED_NAMES) & known)
        for index in range(400):
            self.assertFalse(names & {tool.name for tool in group(1, index).tools})


class Template(unittest.TestCase):
    def test_the_chat_template_renders_the_same_rows(self):
        environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
        environment.filters["tojson"] = lambda value: json.dumps(value, ensure_ascii=False)
        template = environment.from_string(TEMPLATE.read_text(encoding="utf-8"))
        checked = 0
        for index in range(300):
            made = group(1, index)
            for branch in made.branches:
                if made.bare or branch.before:
                    continue
                messages = [{"role": "system", "content": made.system}] if made.system else []
                messages.append({"role": "user", "content": branch.user})
                calls = [{"function": {"name": name, "arguments": arguments}} for name, arguments in branch.calls]
                messages.append({"role": "assistant", "content": "" if calls else branch.answer, "tool_calls": calls})
                text = template.render(messages=messages, tools=[tool.schema() for tool in made.tools])
                ours = prefix_text(made) + "".join(piece for piece, _ in branch_pieces(branch)) + "\n"
                self.assertEqual(text, ours)
                checked += 1
        self.assertGreater(checked, 500)


if __name__ == "__main__":
    unittest.main()
