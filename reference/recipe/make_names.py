"""Lists the fields of the pinned configurations and their defaults, which a recipe may name.

Writes src/core/recipe/goldens/names.json: {"TrainingArguments": {name: default}, "SFTConfig": …, "LoraConfig": …}.
Enums are written as their values, and other defaults that JSON cannot represent as the names of their types.
"""

import dataclasses
import json
from enum import Enum
from pathlib import Path

from peft import LoraConfig
from transformers import TrainingArguments
from trl import SFTConfig

TARGET = Path(__file__).parents[2] / "src/core/recipe/goldens/names.json"


def default_of(field: dataclasses.Field) -> object:
    value = field.default
    if value is dataclasses.MISSING:
        value = field.default_factory() if field.default_factory is not dataclasses.MISSING else None
    if isinstance(value, Enum):
        value = value.value
    plain = isinstance(value, (str, int, float, bool, list, dict)) or value is None
    return value if plain else type(value).__name__


def fields_of(config: type) -> dict[str, object]:
    fields = [field for field in dataclasses.fields(config) if field.init]
    return {field.name: default_of(field) for field in sorted(fields, key=lambda field: field.name)}


def main() -> None:
    configs = [TrainingArguments, SFTConfig, LoraConfig]
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps({config.__name__: fields_of(config) for config in configs}, indent=1) + "\n")


if __name__ == "__main__":
    main()
