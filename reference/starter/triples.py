"""Three triples of tools whose names never occur in training (tests/test_corpus.py), with sentences that ask for them.

Rows are in the function_call format, without a tool list, like the studio's sample: the tools must be learned, not read.
"""

from dataclasses import dataclass
from random import Random

from answers import Case
from corpus.rows import call_text
from corpus.values import Value, draw

SYSTEM = {"en": "You are an assistant that can call tools.", "zh": "你是一个可以调用工具的智能助手"}


@dataclass(frozen=True)
class Lesson:
    """A tool, the kinds of its values (values.py; `options` for a choice), and its sentences by language."""

    name: str
    kinds: dict[str, str]
    sentences: dict[str, list[str]]
    options: dict[str, list[str]]


@dataclass(frozen=True)
class Row:
    user: str
    answer: str
    case: Case


def _lesson(name: str, kinds: dict[str, str], en: str, zh: str, options: dict[str, list[str]] | None = None) -> Lesson:
    sentences = {"en": en.strip().split("\n"), "zh": zh.strip().split("\n")}
    return Lesson(name, kinds, {key: [line.strip() for line in lines] for key, lines in sentences.items()}, options or {})


GET_WEATHER = _lesson(
    "get_weather",
    {"city": "place"},
    """What is the weather in {city}?
    weather in {city}
    how is the weather in {city} today
    Will it rain in {city}?
    tell me the weather for {city}
    is it cold in {city} now
    check {city} weather
    do I need an umbrella in {city}?""",
    """查一下{city}的天气
    {city}天气怎么样
    {city}今天会下雨吗
    我想知道{city}的气温
    帮我看看{city}的天气预报
    请问{city}现在天气如何
    {city}的天气
    今天{city}热不热？""",
)
MAP_LOOKUP = _lesson(
    "map_lookup",
    {"place": "place"},
    """Where is {place}?
    show {place} on the map
    find {place} on a map
    how do I get to {place}
    take me to {place}
    locate {place} please
    I want to go to {place}
    the way to {place}""",
    """{place}在哪里
    在地图上找{place}
    帮我定位{place}
    怎么去{place}
    导航到{place}
    {place}的位置在哪？
    我要去{place}
    查一下{place}的地址""",
)
SEARCH = _lesson(
    "search",
    {"query": "phrase"},
    """search for {query}
    look up {query}
    find me something about {query}
    I would like to read about {query}
    google {query}
    any articles on {query}?
    please search {query}
    what can you find about {query}""",
    """搜索{query}
    帮我搜一下{query}
    查找关于{query}的资料
    网上搜{query}
    我想了解{query}
    给我找{query}相关的内容
    请搜索一下{query}
    检索{query}""",
)
SEND_TEXT = _lesson(
    "send_text",
    {"to": "person", "body": "phrase"},
    """text {to}: {body}
    tell {to} that {body}
    send {to} the text "{body}"
    message {to} saying {body}
    write to {to}: {body}
    let {to} know: {body}""",
    """给{to}发短信：{body}
    告诉{to}：{body}
    发消息给{to}，内容是{body}
    短信{to}，就说{body}
    跟{to}说{body}
    通知{to}：{body}""",
)
WAKE_ME = _lesson(
    "wake_me",
    {"at": "time"},
    """wake me at {at}
    set an alarm for {at}
    alarm at {at} please
    I have to get up at {at}
    ring at {at}
    can you wake me up at {at}?""",
    """{at}叫我起床
    定一个{at}的闹钟
    闹钟设在{at}
    我要{at}起来
    请在{at}提醒我
    帮我设{at}的闹钟""",
)
TRANSFER_MONEY = _lesson(
    "transfer_money",
    {"payee": "person", "amount": "number"},
    """pay {payee} {amount}
    send {amount} to {payee}
    transfer {amount} to {payee}
    give {payee} {amount} dollars
    I owe {payee} {amount}, pay it
    move {amount} to the account of {payee}""",
    """给{payee}转{amount}元
    转账{amount}给{payee}
    付给{payee}{amount}块
    向{payee}汇款{amount}
    还{payee}{amount}元
    打{amount}块钱给{payee}""",
)
RAISE_INCIDENT = _lesson(
    "raise_incident",
    {"service": "word", "severity": "choice"},
    """open a {severity} ticket for {service}
    {service} is broken, severity {severity}
    file a {severity} issue about {service}
    ticket: {service}, {severity}
    report {service} as {severity}
    please raise {service} with severity {severity}""",
    """给{service}开一个{severity}级工单
    {service}坏了，级别{severity}
    上报{service}的问题，{severity}
    工单：{service}，{severity}
    把{service}报成{severity}
    提一个{service}的{severity}工单""",
    {"severity": ["minor", "major", "critical"]},
)
RESTART_NODE = _lesson(
    "restart_node",
    {"node_id": "id"},
    """restart {node_id}
    reboot node {node_id}
    {node_id} hangs, restart it
    bounce {node_id} please
    can you restart the machine {node_id}?
    power cycle {node_id}""",
    """重启{node_id}
    把{node_id}重启一下
    {node_id}卡住了，重启
    请重启节点{node_id}
    让{node_id}重新启动
    {node_id}需要重启""",
)
SCALE_SERVICE = _lesson(
    "scale_service",
    {"service": "word", "replicas": "integer"},
    """scale {service} to {replicas}
    run {replicas} copies of {service}
    set {service} to {replicas} replicas
    {service} needs {replicas} replicas
    I want {replicas} instances of {service}
    make it {replicas} for {service}""",
    """把{service}扩到{replicas}个
    {service}要{replicas}个副本
    将{service}调整为{replicas}份
    {service}改成{replicas}个实例
    给{service}开{replicas}个副本
    运行{replicas}个{service}""",
)
TRIPLES = [(GET_WEATHER, MAP_LOOKUP, SEARCH), (SEND_TEXT, WAKE_ME, TRANSFER_MONEY), (RAISE_INCIDENT, RESTART_NODE, SCALE_SERVICE)]


def lesson_rows(triple: tuple[Lesson, ...], language: str, count: int, *, test: bool) -> list[Row]:
    """Makes `count` rows, with the tools in turn. The values of `test` rows are held out."""
    random = Random(f"{triple[0].name} {language} {test}")
    return [_row(random, triple[index % len(triple)], language, test) for index in range(count)]


def prompt(user: str, language: str) -> str:
    return f"<|im_start|>system\n{SYSTEM[language]}<|im_end|>\n<|im_start|>user\n{user}<|im_end|>\n<|im_start|>assistant\n"


def _row(random: Random, lesson: Lesson, language: str, test: bool) -> Row:
    arguments: dict[str, Value] = {}
    for name, kind in lesson.kinds.items():
        arguments[name] = draw(random, kind, language, lesson.options.get(name, []), test)
    user = random.choice(lesson.sentences[language]).format(**arguments)
    call = (lesson.name, arguments)
    return Row(user, call_text(call, bare=True), Case(prompt(user, language), [call]))
