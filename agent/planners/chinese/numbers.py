"""Numerals and amounts in Chinese: "二十五", "百分之二十", "两成", "一倍", "稍微", "三分之一". Knows no objects."""

from __future__ import annotations

from agent.planners.chinese.saying import fullmatch, pattern, search

STOP = 50.0  # an exposure of 100 is two stops
DEFAULT, SLIGHT, STRONG, FULL = 25.0, 12.0, 50.0, 100.0
_DIGITS = {letter: value for value, letter in enumerate("零一二三四五六七八九")} | {"两": 2, "〇": 0, "俩": 2, "仨": 3}
_UNITS = {"十": 10, "百": 100, "千": 1000}
NUMERAL = r"(?:\d+(?:\.\d+)?|[零一二两俩仨三四五六七八九十百千]+(?:点[零一二三四五六七八九]+)?半?|半)"
COUNT = r"(?:\d+|[一二两俩仨三四五六七八九十百]+|几|半)"
_FEW = {"几": 3, "半": 1, "": 1}
_SLIGHT = (
    r"稍稍|稍微|稍|略微|略|微微|轻微|轻轻|一点点|一丢丢|一丁点|一点儿|一点|有一点|有点儿|有点|有些|一些|些许|些微|"
    r"少许|适当|适度|"
    r"些(?=$|[,的])|(?<=[高低亮暗暖冷大小多少深浅浓淡强弱锐柔快慢艳清楚晰明重轻])点儿?(?=$|[,])|(?<=.)点儿?$|"
    r"那么一点|小幅度?"
)
_STRONG = (
    r"很多|好多|得多|许多|大量|大幅度?|大大|明显|显著|非常|特别|十分|极其|极|超级|超|相当|狠狠|强烈|严重|实在太|得很|"
    r"得要命|得厉害|得不行|"
    r"死了|翻倍|加倍|[一两二三\d]倍|太太|得多得多|使劲|用力|很(?=.)"
)
_FULL = r"完全|彻底|全部|最大(?:限度)?|拉满|到底|到头|百分百|百分之百"


NOTHING = r"到(?:0|零|最[低小])(?!\d)|归零|清零"


def number(words: str) -> float | None:
    """The number that a numeral says: "二十五" → 25, "两点五" → 2.5, "三度半" has none of its own."""
    words = words.strip()
    if fullmatch(r"[+-]?\d+(?:\.\d+)?", words):
        return float(words)
    if words == "半":
        return 0.5
    half = 0.5 if words.endswith("半") and len(words) > 1 else 0.0
    whole, _, decimals = words.removesuffix("半").partition("点")
    value = _whole(whole)
    if value is None or any(letter not in _DIGITS for letter in decimals):
        return None
    parts = [_DIGITS[letter] / float(10**place) for place, letter in enumerate(decimals, 1)]
    return value + half + sum(parts)


def _whole(words: str) -> float | None:
    if not words or any(letter not in _DIGITS and letter not in _UNITS for letter in words):
        return None
    if len(words) > 1 and not any(letter in _UNITS for letter in words):
        return float("".join(str(_DIGITS[letter]) for letter in words))
    total, digit = 0, -1
    for letter in words:
        if letter in _DIGITS:
            digit = _DIGITS[letter]
        else:
            total, digit = total + (1 if digit < 0 else digit) * _UNITS[letter], -1
    return float(total + max(digit, 0))


def count(words: str) -> int:
    """How many: "两" is 2, "几" a few."""
    value = number(words) if words not in _FEW else _FEW[words]
    return max(1, min(20, int(value or 1)))


def ordinal(words: str) -> int | None:
    """The number of a step: "三", "3", "12"."""
    value = number(words)
    return None if value is None else int(value)


def said(text: str) -> float | None:
    """The number that says how much, with its sign: "加20", "百分之三十", "两成", "到40"; None if there is none."""
    match = search(rf"百分之({NUMERAL})", text) or search(r"([+-]?\d+(?:\.\d+)?)\s?%", text)
    if match:
        return number(match[1])
    if match := search(rf"({NUMERAL})成(?![a-z\u4e00-\u9fff])", text):
        return 10 * (number(match[1]) or 0)
    if match := search(r"([+-]\s?\d{1,3}(?:\.\d+)?)(?![\d:x×])", text):
        return float(match[1].replace(" ", ""))
    text = pattern(r"一点+儿?|一些").sub("", text)
    match = search(
        (
            rf"(?:[加减到为成至]|[高低大小少升增降多亮暗强弱暖冷]|提升|调)(?:了|到|至|约|大概|个)?({NUMERAL})"
            rf"(?:个?点|个?单位|档|左右)?$"
        ),
        text,
    )
    match = match or search(r"(\d{1,3}(?:\.\d+)?)(?:个?点|个?单位)?$", text)
    return number(match[1]) if match and match[1] != "半" else None


def level(text: str, default: float = DEFAULT) -> float:
    """How much, as an unsigned amount of 0 … 100: a number if one is said, else the words for it."""
    if search(NOTHING, text):
        return FULL
    stops = search(rf"({NUMERAL})(?:档|挡|ev)", text) or search(r"曝光[度量]?[^\d]{0,3}(\d\.\d+)$", text)
    if stops:
        return min(FULL, STOP * (number(stops[1]) or 0))
    value = said(text)
    if value is not None:
        return min(100.0, abs(value))
    if search(_FULL, text):
        return FULL
    if search(r"一半|减半", text) or search(_STRONG, text):
        return STRONG
    return SLIGHT if search(_SLIGHT, text) else default


def without(text: str) -> str:
    """The text without the words that say how much."""
    text = pattern(rf"百分之{NUMERAL}|[+-]?\d+(?:\.\d+)?\s?%|{NUMERAL}成$|[+-]\s?\d+$").sub("", text)
    text = pattern(
        rf"(?:到|至|了)?(?<=[加减到为至高低大小少升增降多亮暗强弱暖冷度])(?:了|到|至)?{NUMERAL}(?:个?点|个?单位|档)?$"
    ).sub("", text)
    return pattern(rf"{_FULL}|{_STRONG}|一半|减半|{_SLIGHT}").sub("", text)


def fraction(text: str) -> float | None:
    """A part of a whole: "三分之一", "百分之十", "20%", "一半", "两成"; None if none is named."""
    if match := search(rf"({NUMERAL})分之({NUMERAL})", text):
        under, over = number(match[1].removeprefix("百")), number(match[2])
        if under and over is not None and under > 0:
            return min(over / under, 0.99)
    if match := search(rf"百分之({NUMERAL})", text):
        return min((number(match[1]) or 0) / 100, 0.99)
    if match := search(r"(\d{1,3}(?:\.\d+)?)\s?%", text):
        return min(float(match[1]) / 100, 0.99)
    if match := search(rf"({NUMERAL})成", text):
        return min((number(match[1]) or 0) / 10, 0.99)
    return 0.5 if search(r"一半|半[边部幅]|[上下左右]半", text) else None


def times(text: str) -> float | None:
    """How many times as large: "两倍" is 2, "大一倍" is 2, "放大三倍" is 3, "一半" is 0.5, "缩小到80%" is 0.8."""
    smaller = search(r"缩|小|减|降", text) is not None
    if match := search(rf"(?:到|至|为|成)(?:原来的|原来|原图的)?(?:百分之({NUMERAL})|(\d+(?:\.\d+)?)%)", text):
        return (number(match[1]) if match[1] else float(match[2]) or 1) / 100  # type: ignore[operator]
    if match := search(rf"百分之({NUMERAL})|(\d+(?:\.\d+)?)%", text):
        part = (number(match[1]) if match[1] else float(match[2])) or 0.0
        return max(0.01, 1 - part / 100) if smaller else 1 + part / 100
    if match := search(rf"({NUMERAL})倍", text):
        value = number(match[1]) or 1.0
        value = 2.0 if value == 1 else value
        return 1 / value if smaller else value
    if search(r"加倍|翻倍|翻一番", text):
        return 2.0
    if match := search(rf"({NUMERAL})分之({NUMERAL})", text):
        part = (number(match[2]) or 1) / (number(match[1]) or 1)
        return 1 + part if search(rf"大{NUMERAL}分", text) else 1 - part if search(rf"小{NUMERAL}分", text) else part
    return 0.5 if search(r"一半|减半", text) else None
