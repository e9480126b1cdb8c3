"""What a person writes to call one tool with given arguments: English and Chinese sentences.

Every argument stands in its request as it stands in the call, so that copying is always the right answer.
"""

from random import Random

from .tools import Parameter, Tool
from .values import Value

Arguments = dict[str, Value]

# Before a value whose kind no other parameter of the tool has.
_PREPOSITIONS = {
    "place": ["in ", "at ", "near "],
    "person": ["for ", "to ", "by "],
    "date": ["on "],
    "time": ["at "],
    "word": ["for ", "called "],
    "phrase": ["about ", "on "],
    "id": ["for ", "with id "],
    "email": ["to "],
}
_ASK_ZH = "查一下 查查 查询 看看 看一下 告诉我 我想知道 搜一下 帮我查 帮我看下 请问 找一下 给我说说 想了解".split()
_BEFORE_ZH = ["", "", "", "请", "帮我", "麻烦", "我想", "请帮我", "能不能", "你好，", "劳驾"]
_AFTER_ZH = ["", "", "。", "？", "吧", "，谢谢", "！", "吗？"]
_BEFORE_EN = ["", "", "", "please ", "can you ", "could you ", "I need to ", "I want to ", "hey, ", "I would like to ", "help me "]
# Before sentences that do not begin with a verb.
_GREETING_ZH = ["", "", "你好，", "麻烦，"]
_GREETING_EN = ["", "", "", "hey, ", "please: "]
_AFTER_EN = ["", "", ".", "?", " please", ", thanks", ".", "!"]


def request(random: Random, tool: Tool, arguments: Arguments, language: str) -> str:
    parameters = [parameter for parameter in tool.parameters if parameter.name in arguments]
    if language == "zh":
        body = _body_zh(random, tool, parameters, arguments)
        before = _BEFORE_ZH if body.startswith(tool.verb.zh) else _GREETING_ZH
        return random.choice(before) + body + random.choice(_AFTER_ZH)
    body = _body_en(random, tool, parameters, arguments)
    text = random.choice(_BEFORE_EN if body.startswith(tool.verb.en + " ") else _GREETING_EN) + body
    if random.random() < 0.5 and not _starts_with_value(text, arguments):
        text = text[0].upper() + text[1:]
    return text + random.choice(_AFTER_EN)


def spoken(value: Value, language: str) -> str:
    """A value as a sentence has it; the elements of a list are joined as people do."""
    if isinstance(value, list):
        if language == "zh":
            return "、".join(value[:-1]) + "和" + value[-1]
        return ", ".join(value[:-1]) + " and " + value[-1]
    return str(value)


def _starts_with_value(text: str, arguments: Arguments) -> bool:
    return any(text.startswith(spoken(value, "en")) for value in arguments.values() if not isinstance(value, bool))


def _single_string(parameters: list[Parameter], arguments: Arguments) -> str | None:
    """The value of the only argument, where it is free text that a sentence can hold without its label."""
    if len(parameters) != 1 or parameters[0].kind in ("choice", "email"):
        return None
    value = arguments[parameters[0].name]
    return value if isinstance(value, str) else None


def _unique_kind(tool: Tool, parameter: Parameter) -> bool:
    return sum(other.kind == parameter.kind for other in tool.parameters) == 1


def _body_zh(random: Random, tool: Tool, parameters: list[Parameter], arguments: Arguments) -> str:
    verb = tool.verb.zh
    noun = (tool.domain.zh if tool.domain and random.random() < 0.6 else "") + tool.noun.zh
    value = _single_string(parameters, arguments)
    if value is not None and random.random() < 0.75:
        ask = random.choice([*_ASK_ZH, verb, verb, "帮我" + verb, "请" + verb, "我要" + verb])
        return random.choice(
            [
                f"{ask}{value}的{noun}",
                f"{value}的{noun}{random.choice(['怎么样', '如何', '是什么', '有吗', '在哪', '多少', '怎么弄', '', ''])}",
                f"{verb}{value}{noun}",
                f"{verb}{noun}{value}",
                f"{random.choice(['在', '对', '把', '用', '就', '针对'])}{value}{verb}{noun}",
                f"{verb}一下{value}",
                f"{verb}{noun}，{value}",
                f"我想{verb}{value}{random.choice(['', '的'])}{noun}",
                f"{noun}{verb}：{value}",
                f"{value}，{verb}{noun}",
                f"{value}{random.choice(['现在', '最近', '附近', '这边'])}的{noun}",
                f"有没有{value}的{noun}",
                f"{random.choice(_ASK_ZH)}关于{value}的{noun}",
            ]
        )
    phrases = [_phrase_zh(random, tool, parameter, arguments[parameter.name], len(parameters) == 1) for parameter in parameters]
    if random.random() < 0.4:
        random.shuffle(phrases)
    heads = [f"{verb}{noun}", f"{verb}一下{noun}", f"{verb}一个{noun}"]
    head = random.choice(heads if len(verb) == 1 else [*heads, f"把{noun}{verb}了", f"{noun}{verb}"])
    if not phrases:
        return head
    joined = random.choice(["，", "，", " ", "、"]).join(phrases)
    return f"{joined}，{head}" if random.random() < 0.25 else head + random.choice(["，", " ", "：", "，"]) + joined


def _phrase_zh(random: Random, tool: Tool, parameter: Parameter, value: Value, alone: bool) -> str:
    label = parameter.label.zh
    if isinstance(value, bool):
        return random.choice(["要", "需要", "带"] if value else ["不要", "不需要", "不带"]) + label
    text = spoken(value, "zh")
    if (alone or _unique_kind(tool, parameter)) and random.random() < 0.4:
        if parameter.kind == "place":
            return random.choice(["在", "去", "到"]) + text
        if parameter.kind == "person":
            return random.choice(["给", "为", "由"]) + text
        if parameter.kind in ("date", "time"):
            return text
    forms = [f"{label}是{text}", f"{label}{text}", f"{label}为{text}", f"{label}：{text}", f"{label}用{text}"]
    if isinstance(value, str):
        forms.append(f"{label}“{text}”")
    return random.choice(forms)


def _body_en(random: Random, tool: Tool, parameters: list[Parameter], arguments: Arguments) -> str:
    verb = tool.verb.en
    noun = (f"{tool.domain.en} " if tool.domain and random.random() < 0.6 else "") + tool.noun.en
    article = random.choice(["the ", "a ", "my ", "", "the "])
    value = _single_string(parameters, arguments)
    if value is not None and random.random() < 0.55:
        return random.choice(
            [
                f"{verb} {value} {noun}",
                f"{verb} {article}{noun} {value}",
                f"{verb} {article}{noun} for {value}",
                f"what is the {noun} {random.choice(['in', 'for', 'of', 'at'])} {value}",
                f"{value} {noun}",
                f"{verb} {noun}: {value}",
                f"how is the {noun} in {value}",
                f"{verb} {article}{noun} of {value}",
                f"tell me about {value} {noun}",
                f"look up {value} {noun}",
            ]
        )
    phrases = [_phrase_en(random, tool, parameter, arguments[parameter.name], len(parameters) == 1) for parameter in parameters]
    if random.random() < 0.4:
        random.shuffle(phrases)
    head = f"{verb} {article}{noun}"
    if not phrases:
        return head
    joined = random.choice([", ", " ", ", ", " and "]).join(phrases)
    return f"{joined}, {head}" if random.random() < 0.2 else head + random.choice([" ", ", ", " "]) + joined


def _phrase_en(random: Random, tool: Tool, parameter: Parameter, value: Value, alone: bool) -> str:
    label = parameter.label.en
    if isinstance(value, bool):
        return random.choice(["with ", "with "] if value else ["without ", "no "]) + label
    text = spoken(value, "en")
    prepositions = _PREPOSITIONS.get(parameter.kind)
    if prepositions and (alone or _unique_kind(tool, parameter)) and random.random() < (0.7 if alone else 0.4):
        return random.choice(prepositions) + text
    if parameter.kind == "choice" and random.random() < 0.3:
        return random.choice(["in ", "as "]) + text
    forms = [f"{label} {text}", f"with {label} {text}", f"{label}: {text}", f"{label} is {text}", f"{label} = {text}"]
    if isinstance(value, str):
        forms.append(f'{label} "{text}"')
    return random.choice(forms)
