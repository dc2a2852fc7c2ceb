"""A short Chinese answer in the English that answers are read in: "第二个" → "2", "三度" → "3 degrees".

Anything longer than an answer is left as it is. It knows nothing of the question.
"""

from __future__ import annotations

from agent.planners.chinese import numbers
from agent.planners.chinese.numbers import NUMERAL
from agent.planners.chinese.phrases import nounlike
from agent.planners.chinese.saying import fullmatch, pattern, read, search, trimmed
from tools import chinese

_YES = r"(?:是|是的|对|对的|没错|好|好的|可以|行|嗯|就是|就是这个|正确|ok|当然)(?:的|啊|呀|了|,|就是(?:它|这个))*"
_NO = (
    r"(?:不|不是|不要|不用了?|算了|没事|取消|都不是|都不对|都不要|停|别|不改了|不弄了|哪个都不是|一个都不是)(?:了|吧|"
    r"的|,|都不是|算了)*"
)
_ALL = r"(?:全部?|都|所有的?|两个都|全都|每个都?)(?:要|是|选|算)?(?:的|两个)?"
_CHOSEN = (
    rf"(?:就|选|要|我?选择?|我要|应该是|是|用)*(?:第|编号|号码)?({NUMERAL})(?:号|个|只|张|处|块|那个|那只)?(?:位置|"
    rf"地方)?(?:的)?"
)
_SIZES = {"最大": "biggest", "大": "bigger", "较大": "bigger", "最小": "smallest", "小": "smaller", "较小": "smaller"}
_WAYS = {"左": "left", "右": "right", "上": "up", "下": "down"}
_POINTING = r"(?:就)?(?:是|在)?(?:这|那)(?:里|儿|个|边|块|处|一个|只)?|这个地方|那个地方|它|就是它|就这|这是"


def is_pointing(said: str) -> bool:
    """Whether words that came with a drawing only point: "这里", "就是这个"."""
    return fullmatch(_POINTING, trimmed(read(said).text)) is not None


def may_name(words: str) -> bool:
    """Whether Chinese words could be the name of a thing, rather than another request or a complaint."""
    return nounlike(words) and not search(
        r"[吧了吗呢啊呀哦噢哈嘛啦诶]$|[太很好真怪乱丑]|^(?:还是|就是|不|别|再|换|改|把|给|让|请|我|你)|一?[点些]$",
        words,
    )


def in_english(said: str) -> str:
    """The answer in English words; what is no short answer comes back as it was."""
    if not chinese.is_chinese(said):
        return said
    text = trimmed(read(said).text)
    bare = pattern(
        r"^(?:就|选|要|我要|应该是|是|放到?|移到?|在|往)+|(?:的|那个|这个|那只|那张|那一?个|的那个|的那只|的那一个|"
        r"吧|就行)+$"
    ).sub("", text)
    if fullmatch(r"(?:不是,?)?(?:是)?(?:另|另外)(?:那)?一?[个只张处](?:的)?", text):
        return "the other one"
    for source, answer in ((_NO, "never mind"), (_ALL, "all of them"), (_YES, "yes")):
        if fullmatch(source, text):
            return answer
    if fullmatch(r"(?:就|选|要|是)*最后(?:一)?[个只张](?:的)?", text):
        return "last"
    if match := fullmatch(_CHOSEN, text):
        value = numbers.ordinal(match[1])
        return str(value) if value else said
    return _place(bare) or _angle(text) or _way(text) or _shape(bare) or said


def _place(bare: str) -> str:
    known = chinese.place(bare) or _SIZES.get(bare)
    if known:
        return known
    match = fullmatch(r"最(左|右|上|下|高|低)(?:边|面|侧|方|部|端)?", bare)
    if match is None:
        return ""
    return {"高": "top", "上": "top", "低": "bottom", "下": "bottom"}.get(match[1]) or _WAYS[match[1]]


def _angle(text: str) -> str:
    match = fullmatch(
        (
            rf"(?:大概|大约|约|差不多|转|旋转|再)*(?P<a>顺时针|逆时针|向左|往左|向右|往右|左|右|负)?(?:方向)?(?:转|"
            rf"旋转|倾斜)?(?P<n>-?{NUMERAL})(?P<half>半)?(?:度|°)(?P<c>半)?(?P<b>,?(?:顺时针|逆时针|向左|往左|向右|"
            rf"往右|左|右))?(?:吧|左右)?"
        ),
        text,
    )
    value = numbers.number(match["n"]) if match else None
    if match is None or value is None:
        return ""
    value += 0.5 if match["c"] else 0.0
    back = any(letter in f"{match['a'] or ''}{match['b'] or ''}" for letter in "逆左负")
    return f"{value:g} degrees{' counterclockwise' if back else ''}"


def _way(text: str) -> str:
    match = fullmatch(
        (
            r"(?:再|稍微)*(?:往|向|朝)?(?P<w>左上|右上|左下|右下|左|右|上|下)(?:边|面)?(?:再)?(?:移|挪)?(?:一?点儿?|"
            r"一些|"
            r"些)"
        ),
        text,
    )
    return f"a bit {' and '.join(_WAYS[letter] for letter in match['w'])}" if match else ""


def _shape(bare: str) -> str:
    return "square" if fullmatch(r"正方形|方形|方的|一比一", bare) else ""
