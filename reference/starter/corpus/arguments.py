"""The arguments of a call, and how a sentence mentions them. Each is written in the request as in the call."""

from dataclasses import dataclass

from .tools import Parameter, Tool
from .values import Value

Arguments = dict[str, Value]

# Kinds whose values show where they end: digits, codes, months, words of a fixed list.
CLOSED = ("id", "email", "date", "time", "integer", "number", "choice")
TIMES = ("date", "time")
FREE = ("place", "person", "word", "phrase")
# Two values of one of these kinds can be the ends of a span.
ORDERED = ("place", "person", "word", "date", "time", "id")


def spoken(value: Value, language: str) -> str:
    """Writes a value as in a sentence. The elements of a list are joined as people do."""
    if isinstance(value, list):
        if language == "zh":
            return "、".join(value[:-1]) + "和" + value[-1]
        return ", ".join(value[:-1]) + " and " + value[-1]
    return str(value)


def given(tool: Tool, arguments: Arguments) -> list[Parameter]:
    return [parameter for parameter in tool.parameters if parameter.name in arguments]


def only_text(parameters: list[Parameter], arguments: Arguments) -> str | None:
    """Returns the value of the only argument if it is free text that a sentence can mention without its label."""
    if len(parameters) != 1 or parameters[0].kind in ("choice", "email"):
        return None
    value = arguments[parameters[0].name]
    return value if isinstance(value, str) else None


def is_of_own_kind(tool: Tool, parameter: Parameter) -> bool:
    return sum(other.kind == parameter.kind for other in tool.parameters) == 1


@dataclass(frozen=True)
class Pair:
    """The only two values of a request, as it writes them, when no label is needed to tell them apart."""

    relation: str  # span: from the first to the second; address: to whom, and what; apart: free text, and a closed kind
    first: str
    second: str
    kind: str  # of the second


def pair(tool: Tool, arguments: Arguments, language: str) -> Pair | None:
    """Returns the only two arguments as a pair; `None` when their kinds and order do not tell them apart."""
    both = given(tool, arguments)
    if len(both) != 2:
        return None
    kinds = [parameter.kind for parameter in both]
    if kinds[0] == kinds[1] and kinds[0] in ORDERED:
        return _pair("span", both[0], both[1], arguments, language)
    if not all(is_of_own_kind(tool, parameter) for parameter in both):
        return None
    for relation, firsts, seconds in (("address", ("person", "place"), ("phrase",)), ("apart", FREE, CLOSED)):
        for first, second in (both, both[::-1]):
            if first.kind in firsts and second.kind in seconds:
                return _pair(relation, first, second, arguments, language)
    return None


def _pair(relation: str, first: Parameter, second: Parameter, arguments: Arguments, language: str) -> Pair:
    return Pair(relation, spoken(arguments[first.name], language), spoken(arguments[second.name], language), second.kind)
