"""Chinese sentences that ask for a tool."""

from random import Random

from .arguments import TIMES, Arguments, Pair, given, is_of_own_kind, only_text, pair, spoken
from .tools import Parameter, Tool
from .values import Value

_ASK = "查一下 查查 查询 看看 看一下 告诉我 我想知道 搜一下 帮我查 帮我看下 请问 找一下 给我说说 想了解 帮我看看".split()
_BEFORE = ["", "", "", "请", "帮我", "麻烦", "我想", "请帮我", "能不能", "你好，", "劳驾", "我要", "记得", "马上", "现在就", "可以"]
# Used before sentences that do not begin with a verb.
_GREETING = ["", "", "你好，", "麻烦，"]
_AFTER = ["", "", "。", "？", "吧", "，谢谢", "！", "吗？", "一下", "好吗"]
# Words that may follow a value without being part of it.
_TAILS = "，给我看|，快一点|，辛苦了|，越快越好|，要详细的|，我急用|，再告诉我|，麻烦你了|，尽快|，可以吗|，急|，我等着".split("|")
_NOW = "今天 现在 最近 今晚 目前 明天".split()
_TAIL_SHARE = 0.15


def chinese(random: Random, tool: Tool, arguments: Arguments) -> str:
    body = _body(random, tool, arguments)
    before = random.choice(_BEFORE if body.startswith(tool.verb.zh) else _GREETING)
    tail = random.choice(_TAILS) if random.random() < _TAIL_SHARE else ""
    return before + body + tail + random.choice(_AFTER[:7] if tail else _AFTER)


def _body(random: Random, tool: Tool, arguments: Arguments) -> str:
    verb = tool.verb.zh
    noun = (tool.domain.zh if tool.domain and random.random() < 0.6 else "") + tool.noun.zh
    parameters = given(tool, arguments)
    value = only_text(parameters, arguments)
    if value is not None and random.random() < 0.75:
        return random.choice(_around(random, tool, verb, noun, value))
    two = pair(tool, arguments, "zh")
    if two and random.random() < 0.6:
        return random.choice(_side_by_side(two, verb, noun))
    phrases = [_phrase(random, tool, parameter, arguments[parameter.name], len(parameters) == 1) for parameter in parameters]
    if random.random() < 0.4:
        random.shuffle(phrases)
    heads = [f"{verb}{noun}", f"{verb}一下{noun}", f"{verb}一个{noun}"]
    head = random.choice(heads if len(verb) == 1 else [*heads, f"把{noun}{verb}了", f"{noun}{verb}"])
    if not phrases:
        return head
    joined = random.choice(["，", "，", " ", "、"]).join(phrases)
    return f"{joined}，{head}" if random.random() < 0.25 else head + random.choice(["，", " ", "：", "，"]) + joined


def _around(random: Random, tool: Tool, verb: str, noun: str, value: str) -> list[str]:
    """Returns sentences with one free value, without its label."""
    ask = random.choice([*_ASK, verb, verb, "帮我" + verb, "请" + verb, "我要" + verb])
    timed = any(parameter.kind in TIMES for parameter in tool.parameters)
    now = "" if timed else random.choice(_NOW)
    return [
        f"{ask}{value}的{noun}",
        f"{value}的{noun}{random.choice(['怎么样', '如何', '是什么', '有吗', '在哪', '多少', '怎么弄', '', ''])}",
        f"{verb}{value}{noun}",
        f"{verb}{noun}{value}",
        f"{random.choice(['在', '对', '把', '用', '就', '针对', '给', '去'])}{value}{verb}{noun}",
        f"{verb}一下{value}",
        f"{verb}{noun}，{value}",
        f"我想{verb}{value}{random.choice(['', '的'])}{noun}",
        f"{noun}{verb}：{value}",
        f"{value}，{verb}{noun}",
        f"{value}{random.choice(['附近', '这边', '那边', now])}的{noun}",
        f"{now}{value}{noun}{random.choice(['怎么样', '好不好', '多不多', '行不行'])}",
        f"{value}{now}{random.choice(['会有', '有没有', '要不要', '需要', '还有'])}{noun}",
        f"有没有{value}的{noun}",
        f"{random.choice(_ASK)}关于{value}的{noun}",
        f"{random.choice(_ASK)}{noun}是{value}的",
        f"{value}出问题了，{verb}{noun}",
        f"让{value}{verb}{noun}",
        f"把{value}{verb}成{noun}",
    ]


def _side_by_side(two: Pair, verb: str, noun: str) -> list[str]:
    """Returns sentences with two values, without labels."""
    first, second = two.first, two.second
    if two.relation == "span":
        return [
            f"{verb}从{first}到{second}的{noun}",
            f"从{first}到{second}{verb}{noun}",
            f"{first}到{second}的{noun}",
            f"从{first}{verb}{noun}到{second}",
            f"{first}至{second}，{verb}{noun}",
        ]
    if two.relation == "address":
        return [
            f"给{first}{verb}{noun}：{second}",
            f"给{first}{verb}{noun}，就说{second}",
            f"{verb}{noun}给{first}，内容是{second}",
            f"跟{first}说{noun}，{second}",
            f"{verb}{first}的{noun}：{second}",
            f"{noun}{first}：{second}",
            f"{verb}{noun}，通知{first}：{second}",
            f"{noun}，跟{first}说{second}",
        ]
    units = {"integer": ["", "个", "份"], "number": ["", "元", "块"]}.get(two.kind, [""])
    return [form for unit in units for form in _apart(verb, noun, first, f"{second}{unit}")]


def _apart(verb: str, noun: str, free: str, closed: str) -> list[str]:
    forms = [
        f"{verb}{free}{noun}{closed}",
        f"给{free}{verb}{noun}{closed}",
        f"给{free}{verb}{closed}{noun}",
        f"{verb}{closed}{noun}给{free}",
        f"{verb}{noun}：{free}，{closed}",
        f"{closed}{verb}{free}的{noun}",
        f"{free}要{closed}{noun}",
        f"把{free}的{noun}{verb}到{closed}",
        f"将{free}{noun}{verb}为{closed}",
        f"{free}{noun}{verb}，{closed}",
        f"{free}的{noun}，{closed}",
        f"向{free}{verb}{noun}{closed}",
        f"{verb}一个{free}的{closed}{noun}",
        f"把{free}{verb}成{closed}{noun}",
        f"{free}{verb}成{closed}{noun}",
        f"{free}有问题，{verb}{noun}，{closed}",
    ]
    return forms if free[-1].isascii() and closed[0].isascii() else forms + _touching(verb, noun, free, closed)


def _touching(verb: str, noun: str, free: str, closed: str) -> list[str]:
    """Returns sentences with nothing between the two values: only the kind of the second shows where the first ends."""
    return [
        f"{verb}{free}{closed}{noun}",
        f"{noun}{verb}{free}{closed}",
        f"{noun}，{verb}给{free}{closed}",
        f"{free}{closed}{noun}，{verb}",
    ]


def _phrase(random: Random, tool: Tool, parameter: Parameter, value: Value, alone: bool) -> str:
    label = parameter.label.zh
    if isinstance(value, bool):
        if random.random() < 0.3:
            return label + random.choice(["", "：", "是"]) + ("要" if value else "不要")
        return random.choice(["要", "需要", "带"] if value else ["不要", "不需要", "不带"]) + label
    text = spoken(value, "zh")
    if (alone or is_of_own_kind(tool, parameter)) and random.random() < 0.4:
        if parameter.kind == "place":
            return random.choice(["在", "去", "到"]) + text
        if parameter.kind == "person":
            return random.choice(["给", "为", "由"]) + text
        if parameter.kind in TIMES:
            return text
    forms = [f"{label}是{text}", f"{label}{text}", f"{label}为{text}", f"{label}：{text}", f"{label}用{text}"]
    if isinstance(value, str):
        forms.append(f"{label}“{text}”")
    return random.choice(forms)
