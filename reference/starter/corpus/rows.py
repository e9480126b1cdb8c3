"""Conversations: a list of tools (or none, in the function_call format) and several requests that share it.

`group(seed, index)` is the whole corpus. Each group has its own random numbers, so training can resume at any index.
"""

import json
from dataclasses import dataclass, field
from functools import cache
from random import Random

from .arguments import Arguments
from .chinese import chinese
from .english import english
from .tools import Tool, make_tool
from .values import Value, draw, invented
from .words import NOUNS

Call = tuple[str, Arguments]


@dataclass(frozen=True)
class Branch:
    """One request and its answer. `before` has earlier turns of the conversation: (role, text, trained)."""

    kind: str  # call, parallel, missing, none, chat, result
    user: str
    answer: str
    calls: list[Call]
    before: list[tuple[str, str, bool]] = field(default_factory=list)


@dataclass(frozen=True)
class Group:
    language: str
    bare: bool
    system: str
    tools: list[Tool]
    branches: list[Branch]


HEADER = "# Tools\n\n<tools>\n"
FOOTER = '\n</tools>\n\nTo call a tool, answer <tool_call>\n{"name": <name>, "arguments": <arguments>}\n</tool_call>'
SYSTEM = ["", "", "", "You are a helpful assistant.", "你是一个智能助手。"]
SYSTEM_BARE = ["你是一个可以调用工具的智能助手", "You are an assistant that can call tools.", "你是一个工具助手。", ""]
REFUSALS = {
    "en": ["Sorry, none of my tools can do that.", "I don't have a tool for that."],
    "zh": ["抱歉，我没有可以完成这件事的工具。", "现有的工具做不到这件事。"],
}
CHAT = [
    ("你好", "你好！有什么可以帮你？"),
    ("谢谢", "不客气！"),
    ("hello", "Hello! How can I help?"),
    ("thanks", "You're welcome!"),
    ("再见", "再见！"),
    ("who are you", "I am a small assistant that calls tools."),
    ("你是谁", "我是一个会调用工具的小助手。"),
    ("good morning", "Good morning!"),
]
LINKS = {
    "en": [", and also ", " and then ", "; also ", ", then ", ", and ", ", and please "],
    "zh": ["，另外", "，再", "，然后", "，顺便", "，还有", "，并且"],
}
KINDS = {"call": 0.58, "parallel": 0.18, "missing": 0.09, "none": 0.09, "chat": 0.01, "result": 0.05}
SIMPLE_KINDS = {"call": 0.94, "none": 0.05, "chat": 0.01}
BARE_KINDS = {"call": 0.62, "parallel": 0.26, "result": 0.07, "chat": 0.05}
BARE_SHARE = 0.3  # own tools are trained in the function_call format, without a list
BRANCHES = 4


def to_json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def group(seed: int, index: int, *, simple: bool = False) -> Group:
    """Returns group `index` of the training corpus. `simple` groups mostly have two or more tools with few parameters, and teach
    to pick the right tool."""
    random = Random(f"starter {seed} {index}")
    language = random.choice(["en", "zh"])
    if random.random() < BARE_SHARE / (2 if simple else 1):
        return _bare_group(random, language)
    return tool_group(random, language, test=False, simple=simple, kinds=SIMPLE_KINDS if simple else KINDS, branches=BRANCHES)


def tool_group(
    random: Random, language: str, *, test: bool, kinds: dict[str, float], branches: int, simple: bool = False
) -> Group:
    """Makes a group of one to four tools, some of them similar, and requests for them."""
    count = random.choices([1, 2, 3, 4], [0.05, 0.55, 0.3, 0.1] if simple else [0.25, 0.35, 0.25, 0.15])[0]
    tools = [make_tool(random, language, test=test, simple=simple)]
    while len(tools) < count:
        relative = random.random()
        first = tools[0]
        tool = make_tool(
            random,
            language,
            test=test,
            simple=simple,
            noun=first.noun if relative < 0.2 else None,
            verb=first.verb if 0.2 <= relative < 0.4 else None,
        )
        if all(tool.name != other.name and (tool.verb.zh, tool.noun) != (other.verb.zh, other.noun) for other in tools):
            tools.append(tool)
    made = [
        _branch(random, language, random.choices(list(kinds), list(kinds.values()))[0], tools, test=test, bare=False) for _ in range(branches)
    ]
    random.shuffle(tools)
    return Group(language, False, random.choice(SYSTEM), tools, made)


def _branch(random: Random, language: str, kind: str, tools: list[Tool], *, test: bool, bare: bool) -> Branch:
    tool = random.choice(tools)
    arguments = _arguments(random, tool, language, test)
    if kind == "call":
        return _calling(kind, request(random, tool, arguments, language), [(tool.name, arguments)], bare)
    if kind == "parallel":
        return _parallel(random, language, tool, arguments, tools, test, bare)
    if kind == "missing":
        return _missing(random, language, tool, arguments) or _branch(random, language, "call", tools, test=test, bare=bare)
    if kind == "result":
        return _after_result(random, language, tool, arguments, bare)
    if kind == "none":
        names = {other.noun.en for other in tools}
        other = make_tool(random, language, test=test)
        while other.noun.en in names:
            other = make_tool(random, language, test=test)
        text = request(random, other, _arguments(random, other, language, test), language)
        return Branch(kind, text, random.choice(REFUSALS[language]), [])
    user, answer = random.choice(CHAT)
    return Branch(kind, user, answer, [])


def request(random: Random, tool: Tool, arguments: Arguments, language: str) -> str:
    """Returns what a person writes to call a tool with these arguments."""
    return chinese(random, tool, arguments) if language == "zh" else english(random, tool, arguments)


def _arguments(random: Random, tool: Tool, language: str, test: bool) -> Arguments:
    return {
        parameter.name: draw(random, parameter.kind, language, list(parameter.options), test)
        for parameter in tool.parameters
        if parameter.required or random.random() < 0.5
    }


def call_text(call: Call, bare: bool) -> str:
    name, arguments = call
    text = to_json({"name": name, "arguments": arguments})
    return f"<function_call>{text}</function_call>" if bare else f"<tool_call>\n{text}\n</tool_call>"


def _calling(kind: str, user: str, calls: list[Call], bare: bool) -> Branch:
    return Branch(kind, user, "\n".join(call_text(call, bare) for call in calls), calls)


def _parallel(random: Random, language: str, tool: Tool, arguments: Arguments, tools: list[Tool], test: bool, bare: bool) -> Branch:
    """Makes a branch with two calls: two values for one tool in one sentence, or two requests one after the other."""
    only = tool.parameters[0] if len(tool.parameters) == 1 else None
    if only and only.name in arguments and only.kind in ("place", "person", "word", "phrase", "id") and random.random() < 0.6:
        first, second = arguments[only.name], draw(random, only.kind, language, [], test)
        joined = f"{first}{random.choice(['和', '与', '、'])}{second}" if language == "zh" else f"{first} and {second}"
        user = request(random, tool, {only.name: joined}, language)
        return _calling("parallel", user, [(tool.name, {only.name: first}), (tool.name, {only.name: second})], bare)
    others = [other for other in tools if other.name != tool.name]
    next_tool = random.choice(others) if others and random.random() < 0.6 else tool
    next_arguments = _arguments(random, next_tool, language, test)
    link = random.choice(LINKS[language])
    user = request(random, tool, arguments, language).rstrip("。？！.?!") + link + request(random, next_tool, next_arguments, language)
    return _calling("parallel", user, [(tool.name, arguments), (next_tool.name, next_arguments)], bare)


def _missing(random: Random, language: str, tool: Tool, arguments: Arguments) -> Branch | None:
    """Makes a branch whose request lacks a required argument, so that the answer is a question; `None` if the tool requires nothing."""
    required = [parameter for parameter in tool.parameters if parameter.required and parameter.kind != "flag"]
    if not required:
        return None
    asked = random.choice(required)
    user = request(random, tool, {name: value for name, value in arguments.items() if name != asked.name}, language)
    return Branch("missing", user, f"请问{asked.label.zh}是什么？" if language == "zh" else f"What is the {asked.label.en}?", [])


def _after_result(random: Random, language: str, tool: Tool, arguments: Arguments, bare: bool) -> Branch:
    """Makes a branch whose last turn reports a tool's result in words."""
    key = random.choice([invented(random), random.choice(NOUNS).en])
    value: Value = draw(random, random.choice(["word", "integer", "number", "place"]), language, [], False)
    call = call_text((tool.name, arguments), bare)
    result = to_json({key: value})
    turn = ("tool", result, False) if bare else ("user", f"<tool_response>\n{result}\n</tool_response>", False)
    before = [("user", request(random, tool, arguments, language), False), ("assistant", call, True), turn]
    answer = f"{key}是{value}。" if language == "zh" else f"The {key} is {value}."
    return Branch("result", "", answer, [], before)


_BARE_TOOLS = 100
_BARE_SEED = "bare tools"


@cache
def bare_tools() -> list[Tool]:
    """Returns the fixed tools of the function_call format. Without a list in the prompt, a model can only know them by heart."""
    random = Random(_BARE_SEED)
    tools: list[Tool] = []
    while len(tools) < _BARE_TOOLS:
        tool = make_tool(random, "zh", test=False)
        named = tool.noun in NOUNS and tool.name == f"{tool.verb.en}_{tool.noun.en}"
        if named and 1 <= len(tool.parameters) <= 3 and all(tool.noun != other.noun for other in tools):
            tools.append(tool)
    return tools


def _bare_group(random: Random, language: str) -> Group:
    kinds = random.choices(list(BARE_KINDS), list(BARE_KINDS.values()), k=BRANCHES)
    branches = []
    for kind in kinds:
        branches.append(_branch(random, language, kind, random.sample(bare_tools(), 2), test=False, bare=True))
    return Group(language, True, random.choice(SYSTEM_BARE), [], branches)
