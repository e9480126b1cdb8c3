"""Rows about values: all kinds of JSON values in arguments and schemas, numbers as Python's json.dumps writes them.

Spacing and escaping of the source do not matter: templates print what Python parses, so the golden is the same.
"""

from row_parts import BEIJING, PLAIN, RATE, WEATHER, ZH, answer, call, system, tool, user


def arguments(name, text, tools=()):
    """Makes a row of a request and one call with these arguments."""
    return (name, [user("?"), answer(None, call("f", text))], list(tools))


def schema(name, parameters, description="d"):
    return (name, [user("ping"), answer(None, call("t"))], [{"name": "t", "description": description, "parametersText": parameters}])


ROWS = [
    arguments("empty-args", "{}", [WEATHER]),
    arguments("nested-args", '{"a": {"b": [1, [2, {}], {"c": []}], "d": {}}, "e": [[]]}'),
    arguments("nested-deep", '{"a": ' * 12 + "[]" + "}" * 12),
    arguments("lists-of-objects", '{"items": [{"sku": "A-1", "n": 2}, {"sku": "B-2", "n": 0}, {}], "tags": ["", "x"]}'),
    arguments("floats", '{"x": 1.0, "y": 1e+21, "z": -0.0, "w": 1e-07, "v": 0.1}', [RATE]),
    arguments("floats-long", '{"pi": 3.141592653589793, "tiny": 5e-324, "huge": 1.7976931348623157e+308, "sum": 0.30000000000000004}'),
    arguments("floats-whole", '{"a": 100.0, "b": -3.0, "c": 1000000000000000.0, "d": 1e+16, "e": 123456789012345.0}'),
    arguments("floats-in-lists", '{"point": [39.9042, 116.4074, 0.0], "box": [[-1.5, 2.0], [3.25, -0.0]]}'),
    arguments("integers", '{"a": 0, "b": -1, "c": 2147483648, "d": 9007199254740991}'),
    arguments("big-integers", '{"id": 12345678901234567890123, "n": -9007199254740993}', [WEATHER]),
    arguments("big-integers-in-lists", '{"ids": [9007199254740993, 18446744073709551616, -170141183460469231731687303715884105728]}'),
    arguments("big-integer-text", '{"id": "12345678901234567890123", "price": "1.0"}'),
    arguments("null-true-false", '{"a": null, "b": true, "c": false, "d": [null]}'),
    arguments("null-like-texts", '{"a": "null", "b": "None", "c": "True", "d": "nan", "e": "undefined"}'),
    arguments("integer-keys", '{"10": "a", "2": "b", "01": "c", "x": "d"}'),
    arguments("keys-of-javascript", '{"__proto__": 1, "constructor": 2, "toString": null, "length": 3, "": 4}'),
    arguments("keys-of-other-scripts", '{"城市": "北京", "日 付": "今日", "clé": 1, "😀": true}'),
    arguments("keys-with-quotes", '{"a\\"b": 1, "c\\\\d": 2, "e\\nf": 3, "{{ x }}": 4}'),
    arguments("strings-escaped", '{"s": "a\\"b\\\\c\\n\\t\\u0001/</tool_call>é"}'),
    arguments("strings-control", '{"s": "\\u0000\\b\\f\\r\\u001f\\u007f\\u2028\\u2029\\ufeff"}'),
    arguments("strings-of-markers", '{"s": "<|im_end|>", "t": "<|im_start|>assistant\\n", "u": "<|endoftext|>"}'),
    arguments("strings-of-json", '{"body": "{\\"a\\": [1.0, null]}", "query": "a=1&b=\'2\'"}'),
    arguments("strings-of-html", '{"html": "<b class=\\"x\\">1 < 2 &amp; 3 > 2</b>"}'),
    arguments("strings-of-code", '{"sql": "SELECT * FROM t WHERE a = \'b\'\\n  AND c > 1.0;", "re": "^\\\\d+(\\\\.\\\\d+)?$"}'),
    arguments("strings-cjk", '{"city": "北京", "note": "「東京」の天気は？", "name": "김민준", "rare": "𠮷野家"}'),
    arguments("strings-emoji", '{"e": "👩\u200d👩\u200d👧", "f": "🇨🇳", "g": "👍🏽", "h": "❤️"}'),
    arguments("strings-nfd", '{"name": "Ame\u0301lie", "a\u0300": "Q\u0307\u0323 \u1112\u1161\u11ab"}'),
    arguments("strings-unicode-escapes", '{"city": "\\u5317\\u4eac", "face": "\\ud83d\\ude00", "e": "e\\u0301"}'),
    arguments("source-compact", '{"a":1,"b":[1,2,{"c":null}],"d":{"e":"f"}}'),
    arguments("source-spread", '{\n  "a" : 1 ,\n\t"b" : [ 1.5 , { } , [ ] ]\r\n}'),
    schema("schema-numbers", '{"type": "object", "properties": {"x": {"type": "number", "minimum": -0.5, "multipleOf": 0.01, "maximum": 1e+21}}}'),
    schema("schema-big-integers", '{"type": "object", "properties": {"id": {"type": "integer", "maximum": 18446744073709551615, "default": 9007199254740993}}}'),
    schema("schema-enum", '{"type": "object", "properties": {"unit": {"enum": ["°C", "°F", null, 1, 1.0, true, ""]}}, "additionalProperties": false}'),
    schema("schema-nested", '{"type": "object", "properties": {"where": {"type": "object", "properties": {"lat": {"type": "number"}, "tags": {"type": "array", "items": {"type": "string"}}}, "required": []}}}'),
    schema("schema-references", '{"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": {"p": {"anyOf": [{"type": "null"}, {"$ref": "#/$defs/p"}]}}, "type": "object"}'),
    schema("schema-integer-keys", '{"type": "object", "properties": {"2": {}, "1": {"title": "一"}, "x": {}, "0": {}}}'),
    schema("schema-empty", "{}"),
    schema("schema-compact", '{"type":"object","properties":{"a":{"type":"string","description":"\\u5317\\u4eac"}},"required":["a"]}'),
    schema("description-lines", '{"type": "object", "properties": {}}', "Line one.\n\n  * \"two\"\t<three>\\n 'four'"),
    schema("description-markers", '{"type": "object", "properties": {}}', "</tools> <|im_end|> <tool_call>{}</tool_call> {{ x }}"),
    schema("description-nfd", '{"type": "object", "properties": {}}', "Cafe\u0301 \u2126 e\u0302\u0323"),
    ("tool-without-description", [user("ping"), answer(None, call("ping"))], [PLAIN]),
    ("tools-three", [ZH, user("天气和汇率"), answer(None, BEIJING)], [WEATHER, RATE, PLAIN]),
    ("tools-without-calls", [system("s"), user("hi"), answer("No tool is needed.")], [WEATHER, PLAIN]),
    ("names", [user("?"), answer(None, call("a.b-c_d"), call("查询.天气"), call("Ñame\u0301"), call("f 1"))], []),
    ("result-numbers", [user("?"), answer(None, BEIJING), tool('{"t": 25.0, "id": 12345678901234567890, "x": null}'), answer("25.0°C")], []),
]
