"""English sentences that ask for a tool."""

from random import Random

from .arguments import TIMES, Arguments, Pair, given, is_of_own_kind, only_text, pair, spoken
from .tools import Parameter, Tool
from .values import Value

# Used before a value whose kind no other parameter of the tool has.
_PREPOSITIONS = {
    "place": ["in ", "at ", "near ", "from "],
    "person": ["for ", "to ", "by ", "with "],
    "date": ["on ", "for ", ""],
    "time": ["at ", "for ", ""],
    "word": ["for ", "called ", "named "],
    "phrase": ["about ", "on ", "saying ", "titled "],
    "id": ["for ", "with id ", "number "],
    "email": ["to "],
}
_BEFORE = ["", "", "", "please ", "can you ", "could you ", "I need to ", "I want to ", "hey, ", "I would like to ", "help me "]
_BEFORE += ["let us ", "go ahead and ", "it is time to ", "I have to ", "you should ", "just ", "we must "]
# Used before sentences that do not begin with a verb.
_GREETING = ["", "", "", "hey, ", "please: "]
_AFTER = ["", "", ".", "?", " please", ", thanks", ".", "!", ", please", " please."]
# Words that may follow a value without being part of it.
_TAILS = (
    "for me|for us|again|if you can|right away|as usual|first|once more|when you can|on my phone|on the list|on the screen|"
    "in the app|and tell me|as soon as possible|if possible|quickly|in detail|on the board|somewhere|after all|too|instead"
).split("|")
# States of a thing: words that continue a request that begins with a value.
_STATES = "is down|is late|is full|is empty|is ready|is wrong|is missing|is too slow|failed|stopped|is stuck|looks odd|has moved".split("|")
_TIME_TAILS = "today|now|right now|tonight|this week|at the moment|tomorrow|this morning|these days".split("|")
_TAIL_SHARE = 0.25


def english(random: Random, tool: Tool, arguments: Arguments) -> str:
    body = _body(random, tool, arguments)
    text = random.choice(_BEFORE if body.startswith(tool.verb.en + " ") else _GREETING) + body
    if random.random() < 0.5 and not _starts_with_value(text, arguments):
        text = text[0].upper() + text[1:]
    return text + _tail(random, tool) + random.choice(_AFTER)


def _tail(random: Random, tool: Tool) -> str:
    if random.random() >= _TAIL_SHARE:
        return ""
    timed = any(parameter.kind in TIMES for parameter in tool.parameters)
    return " " + random.choice(_TAILS if timed else [*_TAILS, *_TIME_TAILS])


def _starts_with_value(text: str, arguments: Arguments) -> bool:
    return any(text.startswith(spoken(value, "en")) for value in arguments.values() if not isinstance(value, bool))


def _body(random: Random, tool: Tool, arguments: Arguments) -> str:
    verb = tool.verb.en
    noun = (f"{tool.domain.en} " if tool.domain and random.random() < 0.6 else "") + tool.noun.en
    thing = random.choice(["the ", "a ", "my ", "", "the "]) + noun
    parameters = given(tool, arguments)
    value = only_text(parameters, arguments)
    if value is not None and random.random() < 0.6:
        return random.choice(_around(random, verb, noun, thing, value))
    two = pair(tool, arguments, "en")
    if two and random.random() < 0.6:
        return random.choice(_side_by_side(random, two, verb, noun, thing))
    phrases = [_phrase(random, tool, parameter, arguments[parameter.name], len(parameters) == 1) for parameter in parameters]
    if random.random() < 0.4:
        random.shuffle(phrases)
    head = f"{verb} {thing}"
    if not phrases:
        return head
    joined = random.choice([", ", " ", ", ", " and "]).join(phrases)
    return f"{joined}, {head}" if random.random() < 0.2 else head + random.choice([" ", ", ", " ", ": "]) + joined


def _around(random: Random, verb: str, noun: str, thing: str, value: str) -> list[str]:
    """Returns sentences with one free value, without its label."""
    return [
        f"{verb} {value} {noun}",
        f"{verb} {thing} {value}",
        f"{verb} {thing} for {value}",
        f"{verb} {thing} of {value}",
        f"{verb} {noun}: {value}",
        f"what is the {noun} {random.choice(['in', 'for', 'of', 'at'])} {value}",
        f"how is the {noun} in {value}",
        f"{value} {noun}",
        f"{value} needs {random.choice(['a ', 'the ', ''])}{noun}, {verb} it",
        f"{random.choice(['tell me about', 'look up', 'show me', 'give me', 'do you know'])} {value} {noun}",
        f"is there {thing} {random.choice(['in', 'for', 'on', 'about', 'near'])} {value}",
        f"any {noun} {random.choice(['in', 'for', 'on', 'about', 'near'])} {value}",
        f"{verb} {value} as {noun}",
        f"with {value} in mind, {verb} {thing}",
        f'{verb} {thing} "{value}"',
        f"the {noun} {random.choice(['to', 'in', 'for', 'of', 'at'])} {value}",
        f"{value} {random.choice(_STATES)}, {verb} {thing}",
        f"{value} {random.choice(_STATES)}: {verb} {noun}",
    ]


def _side_by_side(random: Random, two: Pair, verb: str, noun: str, thing: str) -> list[str]:
    """Returns sentences with two values, without labels."""
    first, second = two.first, two.second
    if two.relation == "span":
        return [
            f"{verb} {thing} from {first} to {second}",
            f"from {first} to {second}, {verb} {noun}",
            f"{noun} from {first} to {second}",
            f"{verb} {noun} between {first} and {second}",
        ]
    if two.relation == "address":
        return [
            f"{verb} {noun} {first}: {second}",
            f"{verb} {first} the {noun} {second}",
            f'{verb} {first} the {noun} "{second}"',
            f"{verb} {thing} for {first} saying {second}",
            f"{verb} {noun} {first} {second}",
            f"let {first} know about {noun}: {second}",
            f"{noun} to {first}: {second}",
        ]
    return [
        f"{verb} {noun} {first} {second}",
        f"{verb} {second} {noun} for {first}",
        f"{verb} {noun} {second} for {first}",
        f"{verb} {first} {noun} {second}",
        f"{verb} {second} to the {noun} of {first}",
        f"{first} needs {noun} {second}",
        f"give {first} {second} {noun}",
        f"{noun}: {first}, {second}",
        f"{first} {noun}, {second}, {verb} it",
        f"{verb} {noun} of {first} to {second}",
        f"set {first} to {second} {noun}",
        f"{first} {random.choice(_STATES)}, {noun} {second}",
        f"{first} {random.choice(_STATES)}: {verb} {noun}, {second}",
        f"{verb} {noun}, {first}, {second}",
    ]


def _phrase(random: Random, tool: Tool, parameter: Parameter, value: Value, alone: bool) -> str:
    label = parameter.label.en
    if isinstance(value, bool):
        if random.random() < 0.3:
            return label + random.choice([" ", ": "]) + ("yes" if value else "no")
        return random.choice(["with ", "with "] if value else ["without ", "no "]) + label
    text = spoken(value, "en")
    prepositions = _PREPOSITIONS.get(parameter.kind)
    if prepositions and (alone or is_of_own_kind(tool, parameter)) and random.random() < (0.7 if alone else 0.5):
        return random.choice(prepositions) + text
    if parameter.kind == "choice" and random.random() < 0.3:
        return random.choice(["in ", "as "]) + text
    forms = [f"{label} {text}", f"with {label} {text}", f"{label}: {text}", f"{label} is {text}", f"{label} = {text}"]
    if isinstance(value, str):
        forms.append(f'{label} "{text}"')
    return random.choice(forms)
