"""The arguments of a call and how a sentence says them. Every argument stands in its request as it stands in the call."""

from .tools import Parameter, Tool
from .values import Value

Arguments = dict[str, Value]

# Kinds whose values show where they end: digits, codes, months, words of a closed list.
CLOSED = ("id", "email", "date", "time", "integer", "number", "choice")
TIMES = ("date", "time")


def spoken(value: Value, language: str) -> str:
    """A value as a sentence has it; the elements of a list are joined as people do."""
    if isinstance(value, list):
        if language == "zh":
            return "、".join(value[:-1]) + "和" + value[-1]
        return ", ".join(value[:-1]) + " and " + value[-1]
    return str(value)


def given(tool: Tool, arguments: Arguments) -> list[Parameter]:
    return [parameter for parameter in tool.parameters if parameter.name in arguments]


def only_text(parameters: list[Parameter], arguments: Arguments) -> str | None:
    """The value of the only argument, where it is free text that a sentence can hold without its label."""
    if len(parameters) != 1 or parameters[0].kind in ("choice", "email"):
        return None
    value = arguments[parameters[0].name]
    return value if isinstance(value, str) else None


def is_of_own_kind(tool: Tool, parameter: Parameter) -> bool:
    return sum(other.kind == parameter.kind for other in tool.parameters) == 1


def told_apart(tool: Tool, parameters: list[Parameter], arguments: Arguments) -> tuple[Parameter, Parameter] | None:
    """The only two arguments as (free text, closed kind), where their kinds alone say which is which."""
    if len(parameters) != 2 or not all(is_of_own_kind(tool, parameter) for parameter in parameters):
        return None
    closed = [parameter for parameter in parameters if parameter.kind in CLOSED]
    free = [parameter for parameter in parameters if parameter.kind in ("place", "person", "word", "phrase")]
    return (free[0], closed[0]) if len(free) == len(closed) == 1 else None


def two_of_a_kind(parameters: list[Parameter]) -> bool:
    """Whether the only two arguments are of one kind that has an order: from the first to the second."""
    kinds = [parameter.kind for parameter in parameters]
    return len(kinds) == 2 and kinds[0] == kinds[1] and kinds[0] in ("place", "person", "word", "date", "time", "id")


def addressed(tool: Tool, parameters: list[Parameter]) -> tuple[Parameter, Parameter] | None:
    """The only two arguments as (person or place, phrase): someone and what is said."""
    if len(parameters) != 2 or not all(is_of_own_kind(tool, parameter) for parameter in parameters):
        return None
    whom = [parameter for parameter in parameters if parameter.kind in ("person", "place")]
    what = [parameter for parameter in parameters if parameter.kind == "phrase"]
    return (whom[0], what[0]) if whom and what else None
