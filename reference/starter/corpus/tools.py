"""Invented tools: verb × noun × domain, none to four parameters of every type, nearly half of the names invented.

A tool belongs to one split: the words of an evaluation tool (its noun, its parameters) never occur in a training tool.
"""

from dataclasses import dataclass
from random import Random

from .values import JSON_TYPES, invented, hanzi
from .words import CHOICES, DOMAINS, NOUNS, PARAMETERS, SUFFIXES, VERBS, ParameterWord, Word, held_out

RESERVED_NAMES = {"get_weather", "map_lookup", "search"}  # the sample project's, kept for adaptation


@dataclass(frozen=True)
class Parameter:
    name: str
    kind: str
    label: Word  # what a request calls it
    description: str | None
    options: tuple[str, ...]
    required: bool


@dataclass(frozen=True)
class Tool:
    name: str
    description: str
    language: str
    verb: Word
    noun: Word
    domain: Word | None
    parameters: tuple[Parameter, ...]

    def schema(self) -> dict:
        """Returns the tool as a JSON Schema function, with keys in the order of OpenAI's and Qwen's lists."""
        properties = {parameter.name: _property(parameter) for parameter in self.parameters}
        required = [parameter.name for parameter in self.parameters if parameter.required]
        parameters = {"type": "object", "properties": properties, "required": required}
        return {"type": "function", "function": {"name": self.name, "description": self.description, "parameters": parameters}}


def make_tool(
    random: Random, language: str, *, test: bool, simple: bool = False, verb: Word | None = None, noun: Word | None = None
) -> Tool:
    """Makes a tool in `language`. `verb` or `noun` make it similar to another tool; a `simple` tool has few parameters."""
    verb = verb or random.choice(VERBS)
    noun = noun or _noun(random, test, invented_share=0.5 if simple else 0.35)
    domain = random.choice(DOMAINS) if random.random() < 0.2 else None
    count = random.choices([0, 1, 2, 3, 4], [0.35, 0.5, 0.15, 0, 0] if simple else [0.06, 0.46, 0.28, 0.14, 0.06])[0]
    name = _tool_name(random, verb, noun, domain)
    if name in RESERVED_NAMES:
        name += "_info"
    parameters = _parameters(random, language, count, test)
    return Tool(name, _description(random, language, verb, noun, domain), language, verb, noun, domain, parameters)


def _noun(random: Random, test: bool, invented_share: float) -> Word:
    while True:
        if random.random() < invented_share:
            word = invented(random)
            noun = Word(word, hanzi(random, 2, 3) if random.random() < 0.5 else word)
        else:
            noun = random.choice(NOUNS)
        if held_out(noun.en) == test:
            return noun


def _tool_name(random: Random, verb: Word, noun: Word, domain: Word | None) -> str:
    parts = [verb.en, *([domain.en] if domain else []), noun.en]
    style = random.random()
    if style < 0.72:
        return "_".join(parts)
    if style < 0.82:
        return "_".join([*parts[1:], parts[0]])
    if style < 0.90:
        return parts[0] + "".join(part.capitalize() for part in parts[1:])
    return f"{invented(random)}_{noun.en}"


def _description(random: Random, language: str, verb: Word, noun: Word, domain: Word | None) -> str:
    if language == "zh":
        where = domain.zh if domain else ""
        return random.choice([f"{verb.zh}{where}{noun.zh}", f"{verb.zh}{noun.zh}信息", f"{where}{noun.zh}{verb.zh}", f"用于{verb.zh}{noun.zh}"])
    where = f"{domain.en} " if domain else ""
    text = random.choice([f"{verb.en} {where}{noun.en}", f"{verb.en} the {noun.en}", f"{verb.en} a {noun.en}", f"{where}{noun.en} {verb.en}"])
    return text.capitalize() if random.random() < 0.4 else text


def _parameters(random: Random, language: str, count: int, test: bool) -> tuple[Parameter, ...]:
    pool = [word for word in PARAMETERS if held_out(word.name) == test]
    described = random.random() < (0.8 if language == "zh" else 0.4)
    made: list[Parameter] = []
    while len(made) < count:
        parameter = _parameter(random, language, random.choice(pool), described, test)
        if all(parameter.name != other.name and parameter.label.zh != other.label.zh for other in made):
            made.append(parameter)
    return tuple(made)


def _parameter(random: Random, language: str, word: ParameterWord, described: bool, test: bool) -> Parameter:
    name, label = _parameter_name(random, word, test)
    # A name without a description says nothing in Chinese. If training never saw its words, a request can only use the name itself.
    if language == "zh" and not described and (test or random.random() < 0.5):
        label = Word(label.en, label.en)
    options: tuple[str, ...] = ()
    if word.kind == "choice":
        choices = random.choice([words for words in CHOICES if held_out(words[0].en) == test])
        in_chinese = language == "zh" and random.random() < 0.6
        options = tuple(choice.zh if in_chinese else choice.en for choice in choices)
    description = _parameter_description(random, language, label.of(language)) if described else None
    required = random.random() < (0.65 if word.kind in ("flag", "choice", "integer", "number") else 0.8)
    return Parameter(name, word.kind, label, description, options, required)


def _parameter_name(random: Random, word: ParameterWord, test: bool) -> tuple[str, Word]:
    """Returns (name, label): an invented name, which is its own label, a noun with a suffix, or the word itself."""
    style = random.random()
    if style < 0.15:
        while True:
            name = invented(random) + random.choice(["", "", "_" + invented(random)])
            if held_out(name) == test:
                plain = name.replace("_", " ")
                return name, Word(plain, plain)
    if style < 0.45:
        while True:
            noun, suffix = random.choice(NOUNS), random.choice(SUFFIXES[word.kind])
            name = random.choice([f"{noun.en}_{suffix.en}", f"{noun.en}_{suffix.en}", noun.en + suffix.en.capitalize()])
            if held_out(name) == test and held_out(noun.en) == test:
                return name, Word(f"{noun.en} {suffix.en}", f"{noun.zh}{suffix.zh}")
    return word.name, Word(word.name.replace("_", " "), word.zh)


def _parameter_description(random: Random, language: str, label: str) -> str:
    if language == "zh":
        return random.choice([label, label, f"{label}名", f"要用的{label}", f"{label}，必填"])
    return random.choice([label, label, f"the {label}", f"{label} to use"])


def _property(parameter: Parameter) -> dict:
    schema: dict = {"type": JSON_TYPES.get(parameter.kind, "string")}
    if parameter.kind == "list":
        schema["items"] = {"type": "string"}
    if parameter.options:
        schema["enum"] = list(parameter.options)
    if parameter.description is not None:
        schema["description"] = parameter.description
    return schema
