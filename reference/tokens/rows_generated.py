"""Rows generated from a fixed seed: all kinds of values, texts and turns, in combinations that nobody would write by hand."""

import json
import random

from row_parts import answer, call, system, tool, user

SEED = 4
COUNT = 83
# Qwen2's template writes no calls. With these rows and the hand-written ones it still has 200.
COUNT_WITHOUT_CALLS = 110

WORDS = ["查一下", "天气", "weather", "東京", "서울", "don't", "1,234.50", "v2.0", "naïve", "e\u0301", "A\u030a", "\u1112\u1161\u11ab", "👍🏽", "🇨🇳", "𠮷"]
MARKUP = ["</think>", "<think>", "<tool_response>", "</tool_response>", "<|im_end|>", "<|im_start|>user\n", "<tool_call>", "{{ x }}", '"', "\\"]
SPACES = [" ", "", "\n", "\n\n", "  ", "，", "\t", "\r\n", ". "]
NAMES = ["get_weather", "search.web", "查询订单", "a-b_c", "f2"]
KEYS = ["city", "2", "10", "城市", "a b", "unit", "__proto__", "x", 'q"', "e\u0301"]
NUMBERS = [0, -1, 7, 2**53 + 1, -(10**25), 1.0, -0.0, 0.1, 1e21, 1e-7, 39.9042, 123456.0]


def text(rng, longest=8):
    """Joins words with all kinds of white space; one word in eight looks like a template's structure."""
    out = rng.choice(SPACES) if rng.random() < 0.3 else ""
    for _ in range(rng.randint(1, longest)):
        out += (rng.choice(MARKUP) if rng.random() < 0.125 else rng.choice(WORDS)) + rng.choice(SPACES)
    return out if rng.random() < 0.5 else out.strip()


def value(rng, depth=0):
    kind = rng.randrange(8 if depth < 3 else 5)
    if kind < 2:
        return rng.choice(NUMBERS)
    if kind == 2:
        return rng.choice([None, True, False])
    if kind < 5:
        return text(rng, 3) if rng.random() < 0.9 else ""
    if kind == 5:
        return [value(rng, depth + 1) for _ in range(rng.randrange(4))]
    return arguments(rng, depth + 1)


def arguments(rng, depth=0):
    return {key: value(rng, depth) for key in rng.sample(KEYS, rng.randrange(5))}


def source(rng, node):
    """Writes a value as JSON, in one of the spacings and escapings that occur in files."""
    styles = [{}, {"ensure_ascii": False}, {"ensure_ascii": False, "separators": (",", ":")}, {"ensure_ascii": False, "indent": 2}]
    return json.dumps(node, **rng.choice(styles))


def tool_spec(rng, name):
    properties = {key: {"type": "string", "description": text(rng, 2), "default": value(rng, 2)} for key in rng.sample(KEYS, rng.randrange(3))}
    parameters = {"type": "object", "properties": properties, "required": list(properties)}
    return {"name": name, "description": text(rng, 4), "parametersText": source(rng, parameters)}


def assistant(rng, calls):
    more = {"reasoning": text(rng)} if rng.random() < 0.3 else {}
    content = text(rng) if not calls or rng.random() < 0.4 else rng.choice([None, ""])
    if content and rng.random() < 0.2:
        content = f"<think>\n{text(rng, 5)}\n</think>\n\n{content}"
    return answer(content, *calls, **more)


def turn(rng, names):
    """Makes a request and its answer, in two of three cases after calls of the named tools and their results."""
    messages = [user(text(rng))]
    for _ in range(rng.randrange(3) if names else 0):
        calls = [call(rng.choice(names), source(rng, arguments(rng))) for _ in range(rng.choice([1, 1, 2, 3]))]
        messages += [assistant(rng, calls), *[tool(rng.choice([text(rng, 4), source(rng, value(rng))])) for _ in calls]]
    return [*messages, assistant(rng, [])] if rng.random() < 0.8 or len(messages) == 1 else messages


def row(number):
    rng = random.Random(SEED * 1000 + number)
    names = rng.sample(NAMES, rng.randint(1, 3))
    messages = [system(text(rng, 20))] if rng.random() < 0.6 else []
    for _ in range(rng.choice([1, 1, 2, 3])):
        messages += turn(rng, names)
    tools = [tool_spec(rng, name) for name in names] if rng.random() < 0.4 else []
    return (f"generated-{number + 1}", messages, tools)


def row_without_calls(number):
    rng = random.Random((SEED + 1) * 1000 + number)
    messages = [system(text(rng, 20))] if rng.random() < 0.4 else []
    for _ in range(rng.choice([1, 1, 2])):
        messages += turn(rng, [])
    tools = [tool_spec(rng, rng.choice(NAMES))] if rng.random() < 0.2 else []
    return (f"generated-without-calls-{number + 1}", messages, tools)


ROWS = [*[row(number) for number in range(COUNT)], *[row_without_calls(number) for number in range(COUNT_WITHOUT_CALLS)]]
