"""Chinese words for colours, places and parts of a picture, in the English that the tools work with.

Words that it does not know stay as they are, so a phrase keeps its noun: "左边的红色杯子" → "left red 杯子". It knows
nothing of pictures, nor of sentences.
"""

from __future__ import annotations

import re
from functools import lru_cache

_HAN = re.compile("[\u3400-\u9fff]")
COLOURS = {
    "红": "red", "大红": "red", "橙": "orange", "橘": "orange", "桔": "orange", "橙黄": "amber", "橘黄": "amber",
    "黄": "yellow", "绿": "green", "青": "cyan", "蓝": "blue", "紫": "purple", "粉": "pink", "粉红": "pink",
    "黑": "black", "白": "white", "灰": "gray", "棕": "brown", "褐": "brown", "咖啡": "brown", "咖": "brown",
    "米": "beige", "米黄": "beige", "米白": "off white", "乳白": "cream", "奶白": "cream", "奶油": "cream",
    "金": "gold", "金黄": "golden", "银": "silver", "银白": "silver", "铜": "copper", "古铜": "bronze",
    "青铜": "bronze", "酒红": "burgundy", "玫红": "rose", "玫瑰": "rose", "玫瑰红": "rose", "朱红": "scarlet",
    "猩红": "scarlet", "砖红": "rust", "铁锈": "rust", "桃红": "hot pink", "桃": "peach", "珊瑚": "coral",
    "杏": "apricot", "天蓝": "sky blue", "湖蓝": "ocean blue", "海蓝": "ocean blue", "宝蓝": "royal blue",
    "钴蓝": "cobalt", "藏青": "navy", "藏蓝": "navy", "海军蓝": "navy", "墨绿": "dark green", "军绿": "army green",
    "草绿": "light green", "森林绿": "forest green", "薄荷绿": "mint", "薄荷": "mint", "翠绿": "emerald",
    "祖母绿": "emerald", "橄榄绿": "olive", "橄榄": "olive", "青绿": "turquoise", "蓝绿": "teal",
    "绿松石": "turquoise", "柠檬黄": "lemon", "柠檬": "lemon", "土黄": "ochre", "芥末黄": "mustard",
    "芥末": "mustard", "姜黄": "mustard", "卡其": "khaki", "驼": "tan", "沙": "sand", "紫罗兰": "violet",
    "薰衣草": "lavender", "丁香": "lilac", "靛蓝": "indigo", "靛": "indigo", "洋红": "magenta", "品红": "magenta",
    "栗": "auburn", "亚麻": "blonde", "琥珀": "amber", "象牙": "ivory", "象牙白": "ivory", "炭灰": "charcoal",
    "炭黑": "charcoal", "樱桃红": "cherry", "樱桃": "cherry", "红棕": "rust", "灰蓝": "slategray",
    "浅蓝": "light blue", "深蓝": "dark blue", "浅绿": "light green", "深绿": "dark green", "深红": "dark red",
    "暗红": "dark red", "蔚蓝": "sky blue", "雪白": "white", "纯白": "white", "纯黑": "black", "乌黑": "black",
    "漆黑": "black", "碧绿": "emerald", "火红": "scarlet", "鲜红": "scarlet", "血红": "scarlet", "嫩绿": "lime",
    "荧光绿": "lime", "荧光黄": "lemon", "亮黄": "yellow", "亮红": "scarlet",
}  # fmt: skip
_SHADES = {
    "深": "dark", "暗": "dark", "浅": "light", "淡": "light", "嫩": "light", "亮": "bright", "鲜": "vivid",
    "荧光": "neon", "哑光": "", "亚光": "", "亮面": "", "磨砂": "", "偏": "", "大": "", "纯": "",
}  # fmt: skip
_NAMES = "|".join(sorted(COLOURS, key=len, reverse=True))
COLOUR = rf"(?:(?:{'|'.join(_SHADES)})?(?:{_NAMES}))"
"""A colour without its 色, as a pattern."""
_ONE_COLOUR = re.compile(rf"({'|'.join(_SHADES)})?({_NAMES})色?(?:系|调)?的?")
_NO_COLOUR = (
    "白菜|蓝天|黄瓜|黑板|金鱼|红绿灯|蓝莓|白云|青蛙|青菜|黄金|银行|粉丝|红酒|白板|绿植|米饭|橙子|橘子|橙汁|桃子|"
    "金字塔|金毛|灰尘|黄昏|白天|黑夜|黑暗|黑眼圈|"
    "红包|柠檬|樱桃|桃花|沙滩|沙发|沙漠|玫瑰花|银杏|黄油|杏仁|咖啡|米粒|粉底|粉末|铜像|金属|青年|青少年|白领|绿叶|"
    "绿化|青草|草莓|橄榄|奶油|"
    "琥珀|亚麻|薄荷|薰衣草|丁香|栗子|白鹭|白鸽|红薯|红枣|绿豆|黑洞|黄河|青岛|象牙"
)
"""Nouns that begin with a colour and are none of that colour in particular."""

_ENDS = r"(?:边|侧|面|方|部|端|手边|首)"
_PLACES: tuple[tuple[str, str], ...] = (
    (r"左上(?:角|方|边|侧|部)?|上左(?:角|方)?", "top left"),
    (r"右上(?:角|方|边|侧|部)?|上右(?:角|方)?", "top right"),
    (r"左下(?:角|方|边|侧|部)?|下左(?:角|方)?", "bottom left"),
    (r"右下(?:角|方|边|侧|部)?|下右(?:角|方)?", "bottom right"),
    (rf"最左{_ENDS}?|最靠左(?:边|侧)?", "leftmost"),
    (rf"最右{_ENDS}?|最靠右(?:边|侧)?", "rightmost"),
    (rf"最[上顶高]{_ENDS}?", "topmost"),
    (rf"最[下底低]{_ENDS}?", "lowest"),
    (rf"左{_ENDS}|靠左|左(?=半|三|四|二|\d)", "left"),
    (rf"右{_ENDS}|靠右|右(?=半|三|四|二|\d)", "right"),
    (rf"上{_ENDS}|顶{_ENDS}|顶上|上头|[上顶](?=半|三|四|二|\d)", "top"),
    (rf"[下底]{_ENDS}|底下|下头|[下底](?=半|三|四|二|\d)", "bottom"),
    (r"正?中[间央心]|正中|当中|中部", "center"),
)
_PLACE = tuple((re.compile(source), name) for source, name in _PLACES)
_WHERE = re.compile("|".join(f"(?:{source})" for source, _ in _PLACES[:4] + _PLACES[8:]))
_AROUND_PLACE = re.compile(
    r"^(?:[把在到往向]|放到|移到|画面|照片|图片|图像|图|整个)*(?:的)?|(?:的)?(?:位置|地方|那里|这里|角落|处|去|上)$"
)
_NUMERALS = {"一": "1st", "二": "2nd", "三": "3rd", "四": "4th", "五": "5th", "1": "1st", "2": "2nd", "3": "3rd",
             "4": "4th", "5": "5th"}  # fmt: skip
_MEASURE = r"[个只条辆张把座栋棵朵件位名块台架艘匹头根支瓶杯本顶扇盏束群串双对副幅]"
_SHARES: tuple[tuple[str, str], ...] = (
    (r"(?:的)?半(?:边|部分|部|幅|侧|面|张图|个画面)?", " half "),
    (r"(?:的)?三分之一(?:部分)?", " third "),
    (r"(?:的)?三分之二(?:部分)?", " two thirds "),
    (r"(?:的)?四分之一(?:部分)?", " quarter "),
    (r"(?:的)?四分之三(?:部分)?", " three quarters "),
    (r"(?:的)?百分之([\d.]+)(?:部分)?", r" \1% "),
    (r"(?:的)?([\d.]+%)(?:部分)?", r" \1 "),
    (r"边缘", " edge "),
)
_WHOLE = r"(?:整(?:张|个|幅)?|全部?)(?:图片|照片|图像|画面|画|图|片)|全图|全局|画面整体|(?:图片|照片|画面)"
_NOUNS = {
    "天空": "sky", "天上": "sky", "蓝天": "sky", "天": "sky", "背景": "background", "后景": "background",
    "前景": "foreground", "主体": "subject", "主角": "subject", "主题": "subject", "主体物": "subject",
    "拍摄对象": "subject", "被摄物": "subject", "所有东西": "everything", "一切": "everything", "全部": "everything",
    "所有": "everything", "整体": "everything", "东西": "thing", "物体": "thing", "物品": "thing", "玩意": "thing",
    "玩意儿": "thing",
}  # fmt: skip
_POINTING = re.compile(
    rf"^(?:我的|你的|咱们的|(?:[这那该](?!(?:些|(?:一|几|两)?{_MEASURE})$)(?:边的|里的|些|(?:一|几|两)"
    rf"?{_MEASURE})?)|(?:其中)?一{_MEASURE})(?=.)"
)
_RELATION = re.compile(
    r"^(?P<other>.{1,16}?)(?P<how>上面|上边|上|里面|里边|里|中的?|下面|下边|下|旁边|旁|后面|后边|背后|身后|前面|前边|"
    r"附近|边上|手里|手上|身上|头上)"
    r"的(?P<noun>.+)$"
)
_HOW = {"上": "on", "里": "in", "中": "in", "下": "under", "旁": "next to", "后": "behind", "背": "behind",
        "身": "on", "前": "in front of", "附": "near", "边": "near", "手": "with", "头": "on"}  # fmt: skip
_DOING = re.compile(
    r"^(?P<how>正?在?(?:拿着|握着|抱着|骑着|牵着|穿着?|戴着?|带着|打着|撑着|写着|印着))(?P<other>.+?)的(?P<noun>.+)$"
)
_BUT = re.compile(
    r"^(?:除了?|除开|除去)?(?P<what>.+?)(?:以外|之外|外)(?:的)?(?:所有|全部|其他|其它|其余|别的)?(?:的)?"
    r"(?:地方|部分|区域|东西|一切|画面|所有|全部|内容)?$|^除了?(?P<bare>.+?)(?:的)?(?:所有|其他|其它|其余|别的).*$"
)


def is_chinese(words: str) -> bool:
    """Whether there is a Chinese character in the words."""
    return _HAN.search(words) is not None


def colour(words: str) -> str | None:
    """The English name of a colour: "浅蓝色" → "light blue"; None for what is none."""
    match = _ONE_COLOUR.fullmatch(words.strip())
    if match is None:
        return None
    whole = f"{match[1] or ''}{match[2]}"
    if whole in COLOURS:
        return COLOURS[whole]
    shade = _SHADES.get(match[1] or "", "")
    base = COLOURS[match[2]].removeprefix("light ").removeprefix("dark ") if shade else COLOURS[match[2]]
    return f"{shade} {base}".strip()


def place(words: str) -> str | None:
    """The English name of a place in the picture: "右上角" → "top right"; None for what is none."""
    said = _AROUND_PLACE.sub("", words.strip())
    for source, name in _PLACE[:4] + _PLACE[8:]:
        if source.fullmatch(said) or (said in ("左", "右", "上", "下") and source.match(f"{said}边")):
            return name
    if said in ("居中", "中"):
        return "center"
    return None


def place_in(words: str) -> re.Match[str] | None:
    """Where in the words a place is named first."""
    return _WHERE.search(words)


@lru_cache(maxsize=512)
def phrase(words: str) -> str:
    """A phrase about a part of a picture in English words and order, its noun as it was said.

    "从左数第二个红杯子" → "2nd red 杯子 from left", "桌子上的猫" → "猫 on 桌子", "除了天空以外" → "everything but sky".
    """
    said = re.sub(r"\s+", "", words.strip("。，,. "))
    but = _BUT.match(said)
    if but:
        return f"everything but {phrase(but['what'] or but['bare'])}"
    doing = _DOING.match(said)
    if doing:
        how = "wearing" if doing["how"].strip("正在着") in ("穿", "戴", "带") else "with"
        return f"{phrase(doing['noun'])} {how} {doing['other']}"
    relation = None if _named_place(said) else _RELATION.match(said)
    if relation:
        return f"{phrase(relation['noun'])} {_HOW[relation['how'][0]]} {phrase(relation['other'])}"
    return _flat(said)


def _named_place(said: str) -> bool:
    """Whether the words begin with a place of the picture: "左上角的鸟" has no "左" that something is "上" of."""
    found = _WHERE.match(re.sub(rf"^(?:{_WHOLE})(?:的)?", "", said)) or re.match("最|从|天上的", said)
    return found is not None


def _flat(said: str) -> str:
    """Place, order, size and colour words in front of the noun, in English."""
    rest, order = re.sub(r"^(?:[在是]|位于|处于)", "", said), ""
    counted = re.match(
        (rf"^(?:从)?(左|右|上|下)(?:边|往右|往左|面|侧)?[数起](?:的)?第([一二三四五12345]){_MEASURE}?(?:的)?"), rest
    )
    if counted:
        side = {"左": "left", "右": "right", "上": "top", "下": "bottom"}[counted[1]]
        return f"{_NUMERALS[counted[2]]} {_flat(rest[counted.end() :])} from {side}"
    rest = re.sub(rf"^(?:{_WHOLE})的?(?=.)", "", rest) or rest
    if re.fullmatch(_WHOLE, rest):
        return "whole picture"
    found: list[str] = []
    while rest:
        taken, word = _next(rest)
        if not taken:
            break
        found.append(word)
        rest = rest[taken:]
    order = " ".join(word for word in found if word)
    return f"{order} {_noun(rest)}".strip()


_SIZE = {"最大": "biggest", "较大": "bigger", "比较大": "bigger", "更大": "bigger", "大": "big", "最小": "smallest",
         "较小": "smaller", "比较小": "smaller", "更小": "smaller", "小": "small"}  # fmt: skip
_SIZED = re.compile(
    rf"(最大|较大|比较大|更大|最小|较小|比较小|更小)(?:的)?(?:那|这)?{_MEASURE}?|(大|小)的(?:那|这)?{_MEASURE}?"
)
_RANKED = re.compile(rf"第([一二三四五12345]){_MEASURE}(?:的)?")
_ALL = re.compile(r"(?:所有|全部|每[个只条])的?(?=.)")


def _next(rest: str) -> tuple[int, str]:
    """How many letters the word in front of the noun takes, and what it is in English."""
    pointing = _POINTING.match(rest)
    if pointing and not rest.startswith(("这样", "那样")):
        return pointing.end(), ""
    if match := _ALL.match(rest):
        return match.end(), "all"
    if match := _RANKED.match(rest):
        return match.end(), _NUMERALS[match[1]]
    if match := _SIZED.match(rest):
        return match.end(), _SIZE[match[1] or match[2]]
    for source, name in _PLACE:
        if match := source.match(rest):
            return _shared(rest, match.end(), name)
    for part, share in _SHARES[1:7]:
        if match := re.match(part, rest):
            return match.end(), match.expand(share).strip()
    if not re.match(_NO_COLOUR, rest) and (match := _ONE_COLOUR.match(rest)):
        return match.end(), colour(match[0].removesuffix("的")) or ""
    return (1, "") if rest[0] == "的" else (0, "")


def _shared(rest: str, end: int, name: str) -> tuple[int, str]:
    """A place with the share of the picture that is named after it: "左半边", "下面三分之一"."""
    for source, share in _SHARES:
        if match := re.match(source, rest[end:]):
            return end + match.end(), f"{name} {match.expand(share).strip()}"
    corner = " corner" if rest[:end].endswith("角") else ""
    after = re.match("的?", rest[end:])
    return end + (after.end() if after else 0), f"{name}{corner}"


def _noun(rest: str) -> str:
    """What is left of a phrase: a noun that the tools know in English, or as it was said."""
    bare = re.sub(r"(?:的)?(?:部分|区域|地方|位置|那里|那边)$", "", rest.strip("的"))
    if re.fullmatch(rf"[这那]些?(?:一|几|两)?{_MEASURE}?", bare):
        return "thing"
    if bare in _NOUNS:
        return _NOUNS[bare]
    if re.fullmatch(_WHOLE, bare):
        return "whole picture"
    return bare.replace("的", " ")


def unpointed(words: str) -> str:
    """A name without what only points at it: "那只黑猫" → "黑猫"."""
    while match := _POINTING.match(words):
        words = words[match.end() :].removeprefix("的") or words
    return words


def plain(words: str) -> str:
    """A name without what only points and without 的: the form in which names are compared."""
    said = unpointed(re.sub(r"\s+", "", words.lower()))
    return re.sub(rf"({COLOUR})色的?", r"\1", said).replace("的", "")


def noun(words: str) -> str:
    """The noun of a name: "杯子" of "左边的红色杯子"."""
    head = re.split(r" (?:on|in|under|next to|behind|in front of|near|with|wearing|from) ", phrase(words))[0]
    return next((word for word in reversed(head.split()) if is_chinese(word)), "")
