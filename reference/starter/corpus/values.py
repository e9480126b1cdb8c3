"""Values of parameters: large pools and random strings, so that a model must copy and cannot remember.

Each value is drawn for one split (`test` or not): see `words.held_out`.
"""

from collections.abc import Callable
from random import Random

from .words import NOUNS, Word, held_out

Value = str | int | float | bool | list[str]

CITIES_EN = (
    "Paris London Tokyo Berlin Madrid Rome Vienna Oslo Lima Cairo Boston Denver Seattle Austin Dublin Lisbon Prague Seoul "
    "Sydney Toronto Chicago Mumbai Delhi Nairobi Geneva Hamburg Milan Kyoto Osaka Quito Athens Brussels Zurich Munich Lagos "
    "Manila Jakarta Hanoi Dubai Doha Havana Bogota Santiago Montreal Portland Houston Dallas Miami Atlanta Phoenix"
).split() + ["New York", "San Francisco", "Los Angeles", "Hong Kong", "Rio de Janeiro", "Cape Town", "Buenos Aires", "Mexico City"]
CITIES_ZH = (
    "北京 上海 广州 深圳 杭州 南京 成都 重庆 武汉 西安 天津 苏州 青岛 大连 厦门 昆明 长沙 郑州 济南 哈尔滨 沈阳 合肥 福州 南昌 贵阳 "
    "兰州 海口 三亚 拉萨 乌鲁木齐 呼和浩特 石家庄 香港 澳门 台北 东京 巴黎 伦敦 纽约 太原 银川 西宁 南宁 宁波 无锡 珠海 佛山 东莞 烟台 "
    "洛阳 桂林 丽江 大理 绍兴 嘉兴 温州 泉州 徐州 扬州 首尔 柏林 罗马 悉尼 曼谷 新加坡 莫斯科 开罗 马德里 多伦多 旧金山 洛杉矶 芝加哥"
).split()
FIRST_NAMES = (
    "Alice Bob Carol David Emma Frank Grace Henry Ivy Jack Karen Liam Mia Noah Olivia Peter Quinn Ruth Sam Tina Uma Victor "
    "Wendy Xavier Yara Zoe Anna Ben Clara Dan Eva Felix Gina Hugo"
).split()
LAST_NAMES = (
    "Smith Jones Brown Lee Chen Garcia Miller Davis Wilson Moore Taylor White Clark Lewis Hall Young King Wright Lopez Hill"
).split()
SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石"
    "姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段"
)
# The 3,755 common characters: level 1 of GB 2312.
HANZI = [
    bytes([row, cell]).decode("gb2312") for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF) if row != 0xD7 or cell <= 0xF9
]
TOPICS_ZH = (
    "人工智能 机器学习 红烧肉 量子计算 足球比赛 旅游攻略 历史故事 环保政策 电动车 健康饮食 编程入门 古典音乐 科幻小说 股市行情 气候变化 "
    "手机推荐 考研资料 减肥方法 春节习俗 海鲜市场 新能源汽车 糖醋排骨 篮球新闻 露营装备 前端框架 侦探小说 黄金价格 多肉植物 租房合同"
).split()
ADJECTIVES = (
    "quick small old new blue best cheap happy quiet deep modern simple warm wild bright fresh local green heavy lucky".split()
)
DOUBLED_SHARE = 0.1
MONTHS = "January February March April May June July August September October November December".split()

_ONSETS = "b c d f g h j k l m n p r s t v w z br cr dr fr gr kr pr tr st sl pl bl ch sh th".split()
_NUCLEI = "a e i o u ai ea oo ou".split()
_CODAS = ["", "", "n", "r", "s", "l", "m", "x", "k", "nd", "rt", "ck"]


def invented(random: Random) -> str:
    """Invents a pronounceable word of at least four letters."""
    syllables = random.choice([1, 2, 2, 3])
    word = "".join(random.choice(_ONSETS) + random.choice(_NUCLEI) + random.choice(_CODAS) for _ in range(syllables))
    return word if len(word) > 3 else word + random.choice(_ONSETS) + "a"


def hanzi(random: Random, low: int, high: int) -> str:
    return doubled(random, "".join(random.choice(HANZI) for _ in range(random.randint(low, high))))


def doubled(random: Random, text: str) -> str:
    """Sometimes repeats a character, next to itself or at the end, without changing the length. A model that copies by looking
    at the preceding character loses its place there."""
    if len(text) < 2 or random.random() >= DOUBLED_SHARE:
        return text
    place = random.randrange(1, len(text))
    return random.choice([text[:place] + text[place - 1] + text[place + 1 :], text[:-1] + text[place - 1]])


def name_like(random: Random) -> str:
    return invented(random).capitalize()


def _place(random: Random, language: str) -> str:
    if language == "zh":
        suffixed = hanzi(random, 2, 3) + random.choice(["市", "县", "路", "广场", "大厦", "公园", "山", "寺", "桥"])
        return random.choice([random.choice(CITIES_ZH), suffixed, hanzi(random, 2, 4)])
    return random.choice(
        [
            random.choice(CITIES_EN),
            name_like(random),
            f"{name_like(random)} {name_like(random)}",
            name_like(random) + random.choice([" Street", " Park", " Hill", " Bay", " Square"]),
        ]
    )


def _person(random: Random, language: str) -> str:
    if language == "zh":
        return random.choice(SURNAMES) + hanzi(random, 1, 2)
    return random.choice(
        [
            random.choice(FIRST_NAMES),
            f"{random.choice(FIRST_NAMES)} {random.choice(LAST_NAMES)}",
            f"{name_like(random)} {name_like(random)}",
            name_like(random),
        ]
    )


def _word(random: Random, language: str) -> str:
    if language == "zh":
        return random.choice([hanzi(random, 2, 4), hanzi(random, 2, 4), name_like(random)])
    return random.choice([invented(random), name_like(random), f"{invented(random)} {invented(random)}"])


def _phrase(random: Random, language: str) -> str:
    noun = random.choice(NOUNS)
    if random.random() < 0.2:
        return _message(random, language, noun)
    if language == "zh":
        return random.choice(
            [
                hanzi(random, 2, 8),
                hanzi(random, 2, 3) + noun.zh,
                random.choice(TOPICS_ZH),
                random.choice(TOPICS_ZH) + random.choice(["", hanzi(random, 1, 2)]),
                noun.zh + hanzi(random, 2, 4),
                hanzi(random, 3, 6),
                invented(random),
            ]
        )
    words = [random.choice([invented(random), random.choice(ADJECTIVES), noun.en, invented(random)]) for _ in range(random.randint(1, 4))]
    return " ".join(words)


def _message(random: Random, language: str, noun: Word) -> str:
    """Writes a message from one person to another, so that words which are common in requests occur inside a value."""
    who, when = _person(random, language), _time(random, language)
    if language == "zh":
        return random.choice([f"{who}在等你", f"把{noun.zh}交给{who}", f"{when}开会", f"别忘了{noun.zh}", f"{noun.zh}{hanzi(random, 1, 2)}了"])
    adjective = random.choice(ADJECTIVES)
    return random.choice([f"{who} is waiting", f"bring the {adjective} {noun.en}", f"meet at {when}", f"the {noun.en} is {adjective}", f"give {noun.en} to {who}"])


def _identifier(random: Random, _: str) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    mixed = "abcdefghkmnpqrstuvwxyz0123456789"
    first, second = random.choice(letters), random.choice(letters)
    return random.choice(
        [
            f"{first}-{doubled(random, str(random.randint(100, 99999)))}",
            doubled(random, first + second) + doubled(random, str(random.randint(10, 99999))),
            doubled(random, "".join(random.choice(mixed) for _ in range(random.randint(4, 7)))),
            doubled(random, str(random.randint(10000, 9999999))),
        ]
    )


def _email(random: Random, _: str) -> str:
    left = invented(random) + random.choice(["", "."]) + random.choice([invented(random), str(random.randint(1, 99))])
    return f"{left}@{random.choice([invented(random), 'mail', 'example'])}{random.choice(['.com', '.org', '.cn', '.net'])}"


def _date(random: Random, language: str) -> str:
    year, month, day = random.randint(2020, 2029), random.randint(1, 12), random.randint(1, 28)
    if random.random() < 0.4:
        return f"{year}-{month:02d}-{day:02d}"
    if language == "zh":
        weekday = "下周" + random.choice("一二三四五六")
        return random.choice([f"{month}月{day}日", random.choice(["今天", "明天", "后天"]), weekday, f"{year}年{month}月{day}日"])
    weekday = "next " + random.choice(["Monday", "Tuesday", "Friday", "Sunday", "week", "month"])
    return random.choice([f"{MONTHS[month - 1]} {day}", random.choice(["today", "tomorrow"]), weekday, f"{day} {MONTHS[month - 1]} {year}"])


def _time(random: Random, language: str) -> str:
    if random.random() < 0.5:
        return f"{random.randint(0, 23):02d}:{random.randrange(0, 60, 5):02d}"
    hour = random.randint(1, 12)
    return f"{random.choice(['上午', '下午', '晚上'])}{hour}点" if language == "zh" else f"{hour} {random.choice(['am', 'pm'])}"


def _integer(random: Random, _: str) -> int:
    return random.choice([random.randint(1, 20), random.randint(1, 99), random.randint(100, 9999)])


def _number(random: Random, _: str) -> int | float:
    return random.choice([random.randint(1, 500), round(random.uniform(1, 100), 1), round(random.uniform(1, 1000), 2)])


_SCALARS: dict[str, Callable[[Random, str], str | int | float]] = {
    "place": _place,
    "person": _person,
    "word": _word,
    "phrase": _phrase,
    "id": _identifier,
    "email": _email,
    "date": _date,
    "time": _time,
    "integer": _integer,
    "number": _number,
}

JSON_TYPES = {"integer": "integer", "number": "number", "flag": "boolean", "list": "array"}


def draw(random: Random, kind: str, language: str, options: list[str], test: bool) -> Value:
    """Draws a value of `kind`. Strings and numbers belong to the requested split; flags and choices are the tool's own."""
    if kind == "flag":
        return random.random() < 0.5
    if kind == "choice":
        return random.choice(options)
    if kind == "list":
        wanted = random.randint(2, 3)
        elements: list[str] = []
        while len(elements) < wanted:
            element = _of_split(random, _word, language, test)
            if element not in elements:
                elements.append(str(element))
        return elements
    return _of_split(random, _SCALARS[kind], language, test)


def _of_split(random: Random, make: Callable[[Random, str], str | int | float], language: str, test: bool) -> str | int | float:
    while True:
        value = make(random, language)
        if held_out(str(value)) == test:
            return value
