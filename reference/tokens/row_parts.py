"""Messages, calls and tools for the rows, as ToolTune stores them: arguments and schemas are JSON source text."""


def call(name, arguments="{}"):
    return {"name": name, "argumentsText": arguments, "encoding": "object"}


def user(text):
    return {"role": "user", "content": text}


def system(text):
    return {"role": "system", "content": text}


def tool(text):
    return {"role": "tool", "content": text}


def answer(text=None, *calls, **more):
    message = {"role": "assistant", **more}
    if text is not None:
        message["content"] = text
    if calls:
        message["calls"] = list(calls)
    return message


WEATHER = {
    "name": "get_weather",
    "description": "查询天气",
    "parametersText": '{"type": "object", "properties": {"city": {"type": "string", "description": "城市名"}}, "required": ["city"]}',
}
RATE = {
    "name": "exchange_rate",
    "description": "Rate \"now\", e.g. 1.0 <b>&</b>",
    "parametersText": '{"type": "object", "properties": {"amount": {"type": "number", "minimum": 0.0, "maximum": 1e+21, "default": null}, "10": {"type": "boolean"}, "2": {"type": "string"}}}',
}
PLAIN = {"name": "ping", "description": "", "parametersText": '{"type": "object", "properties": {}}'}

ZH = system("你是一个可以调用工具的智能助手")
BEIJING = call("get_weather", '{"city": "北京"}')
GUANGZHOU = call("get_weather", '{"city": "广州"}')
