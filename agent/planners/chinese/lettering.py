"""Lettering: written, changed, erased. Quotes stand as single letters here. Knows no fonts."""

from __future__ import annotations

from agent.planners.chinese.phrases import Draft, colour, region, where
from agent.planners.chinese.saying import QUOTE, fullmatch, pattern, search
from tools import chinese
from tools.beside import parse_beside

_WORDS = (
    r"(?:文字|字样|字体|大字|小字|字|标题|标语|文案|水印|签名|题字|字幕|内容|日期|落款|几个字|这几个字|这句话|这行字|"
    r"一行字|两个字|三个字|四个字)"
)
_WRITE = (
    r"(?:写上去|写上|写下|写着|写个|写|加上|加入|加一行|添加|加个|加|添上|打上|打一行|打出|印上|印|题上|题|标上|标注|"
    r"放上|放|配上|刻上|签上|补上|p上|上)"
)
_INTO = r"(?:改成|改为|换成|换为|替换成|替换为|变成|变为|改写成|改写为|写成|更换为|修改为|修改成|替换|改|换)"
_SIZE = (
    (r"超大|巨大|特大|很大|大大的|大号|大字", 0.12), (r"很小|小小的|小号|小字|小一点的字", 0.03),
)  # fmt: skip
_FONTS = (
    (r"手写|手写体|楷书|行书|草书", "hand"),
    (r"衬线|宋体|明体", "serif"),
    (r"等宽", "mono"),
    (r"黑体|无衬线", "sans"),
)


def letterings(clause: str) -> list[Draft]:
    """Everything about lettering in the picture."""
    return _replaced(clause) or _erased(clause) or _written(clause)


def _replaced(clause: str) -> list[Draft]:
    match = fullmatch(
        (
            rf"(?:[把将让])?(?P<where>.*?)(?:上面|里面|上|里|中)?的?(?:{_WORDS})?(?:从)?(?P<old>{QUOTE})"
            rf"(?:这?[几个两三四]*(?:个)?{_WORDS})?{_INTO}(?:了)?(?P<new>{QUOTE})"
        ),
        clause,
    )
    if match:
        draft: Draft = {"op": "text", "action": "replace", "content": match["new"], "old": match["old"]}
        found = region(match["where"])
        return [draft if found is None or found["phrase"] == "it" else {**draft, "region": found}]
    match = fullmatch(
        rf"(?:[把将让])?(?P<where>.*?{_WORDS}|招牌|牌子|标牌|车牌|路牌)(?:的内容)?{_INTO}(?P<new>{QUOTE})", clause
    )
    if match:
        found = region(match["where"])
        draft = {"op": "text", "action": "replace", "content": match["new"]}
        return [draft if found is None else {**draft, "region": found}]
    return _unmarked(clause)


def _unmarked(clause: str) -> list[Draft]:
    """New words that stand in no quotes: "把文字改成开业大吉", "招牌上的SALE改成SOLD"."""
    into = r"(?:的内容)?(?:改成|改为|换成|换为|替换成|替换为|改写成|写成|修改为)"
    match = fullmatch(
        rf"(?:[把将让])?(?P<where>.*?)(?:上面|上|里|中)?的?(?P<old>[a-z][a-z ]*|\d+){into}"
        r"(?P<new>[a-z][a-z ]*|\d+)",
        clause,
    )
    if match and not colour(match["new"]):
        draft: Draft = {"op": "text", "action": "replace", "content": match["new"], "old": match["old"]}
        found = region(match["where"]) if match["where"] else None
        return [draft if found is None else {**draft, "region": found}]
    match = fullmatch(
        rf"(?:[把将让])?(?P<where>.*?)(?P<what>文字|字样|标题|标语|文案|字幕|几个字|这行字|这句话|(?<=上的)字|^字){into}"
        r"(?P<new>[^,]{1,40})",
        clause,
    )
    looks = "[色体]的?$|一?[点些]$|号$|字$|^(?:大|小|粗|细|竖|横)"
    if match is None or colour(match["new"]) or search(looks, match["new"]):
        return []
    found = region(match["where"]) if match["where"] else None
    return [{"op": "text", "action": "replace", "content": match["new"], **({"region": found} if found else {})}]


_AWAY = r"(?:去掉|去除|删掉|删除|移除|擦掉|擦除|抹掉|抹去|清除|消除|不要|去|弄掉|p掉|拿掉|遮掉)"


def _erased(clause: str) -> list[Draft]:
    match = fullmatch(rf"{_AWAY}(?P<a>.+?)", clause) or fullmatch(
        rf"(?:[把将])?(?P<a>.+?)(?:都|全部|全|给我)*{_AWAY}(?:了)?", clause
    )
    if match is None:
        return []
    words = match["a"]
    quoted = search(QUOTE, words)
    if quoted and fullmatch(rf"(?:写着|印着)?(?:{_WORDS})?{QUOTE}(?:这?[几个两三四一]*(?:个)?{_WORDS})?", words):
        return [{"op": "text", "action": "erase", "old": quoted[0]}]
    if fullmatch(
        r".*?(?:文字|字样|水印|签名|字幕|日期|标题|标语|时间戳|(?<![名红])字|落款|logo的字)", words
    ) and not search("数字人|十字", words):
        found = region(words)
        return [{"op": "text", "action": "erase", **({"region": found} if found else {})}]
    return []


def _written(clause: str) -> list[Draft]:
    quoted = search(QUOTE, clause)
    if quoted is None:
        return _unquoted(clause)
    if not search(rf"{_WRITE}|{_WORDS}|标题|水印|字", clause.replace(quoted[0], "")) or search(
        "分支|版本|叫|滤镜|风格|名|保存|导出", clause
    ):
        return []
    before, after = clause[: quoted.start()], clause[quoted.end() :]
    draft: Draft = {"op": "text", "content": quoted[0], **_manner(f"{before}|{after}")}
    return [{**draft, **_spot(before, after)}]


def _unquoted(clause: str) -> list[Draft]:
    match = fullmatch(
        (
            r"(?P<before>(?:在.+?|给.+?|.{1,8}?[角边上下间面方])?)(?:加个?一?行字:|加(?:上|个|一个)?(?:标题|文案|字幕|落款)[:,]?|写上|写下|写着|写一行字|写个|写|题上|加上文字|加文字|添加文字|加一行字|"
            r"加上字|加字|打上字)(?:[:：]|几个字|的是)?(?P<new>[^,]{1,60})"
        ),
        clause,
    )
    if match is None or search(r"^(?:字|文字|点字|点什么|什么|实|生|作|法|意|得)$|分支|风格", match["new"]):
        return []
    content = pattern(rf"(?:[这几两三四个]+)?{_WORDS}$").sub("", match["new"]) or match["new"]
    return [{"op": "text", "content": content, **_manner(match["before"]), **_spot(f"{match['before']}写", "")}]


def _manner(words: str) -> Draft:
    """Colour, size and font of the letters."""
    made: Draft = {}
    coloured = search(rf"(?<![\u4e00-\u9fff]底)(?P<c>{chinese.COLOUR})色(?!背景|的?背景)", words)
    known = colour(coloured["c"]) if coloured else None
    if known:
        made["color"] = known
    size = next((value for source, value in _SIZE if search(source, words)), None)
    if size:
        made["size"] = size
    font = next((value for source, value in _FONTS if search(source, words)), None)
    if font and font != "sans":
        made["font"] = font
    if search(r"粗体|加粗|粗的|粗字", words):
        made["bold"] = True
    return made


_MANNER = (
    r"用?[^在的]{1,4}色的?(?:大字|小字|文字|字体|字)?|用.{1,6}(?:体|字)|(?:大|小|粗|手写|超大|巨大|很大|很小)"
    r"+的?(?:号|体)?(?:文字|字体|字)?|一?行|几个|一个|一些|一句"
)


def _spot(before: str, after: str) -> Draft:
    """Where it is to be written: "在左上角", "把…写在牌子上", "…放到右下角"."""
    place = search(r"^(?:[,]|这?[几个两三四]*字?)?(?:写|放|加|打|印|题|标|显示)?(?:在|到|于)(?P<spot>.+?)$", after)
    if place is None:
        place = search(
            (
                r"(?:在|给|往|到)(?P<spot>.+?)(?:用.+|加上?.*|写.*|添.*|打.*|印.*|题.*|标.*|放.*|配.*|签.*|补.*|"
                r"p上.*|上)?$"
            ),
            before,
        )
    if place is None:
        place = search(
            (
                r"^(?P<spot>(?:图片?|照片|画面)?的?[左右上下顶底中正最][^写加添打印题标放]{0,4})(?:写|加|添|打|印|题|"
                r"标|放)"
            ),
            before,
        )
    if place is None:
        return {}
    spot = pattern(rf"(?:{_MANNER})$").sub("", place["spot"].rstrip("再也都"))
    spot = pattern(r"(?:用|以).+$").sub("", spot)
    found = where(spot)
    return found if "place" not in found or found["place"] in _NAMED or parse_beside(found["place"]) else {}


def more(clause: str) -> Draft | None:
    """What a clause adds to the lettering before it: "用金色", "放在右下角", "字大一点"."""
    if fullmatch(
        (rf"(?:要|用)?{chinese.COLOUR}色(?:的)?(?:字体?|文字|写)?|(?:字体?)?(?:用|要)?(?:手写|衬线|宋体|楷书|粗)体?"),
        clause,
    ):
        return _manner(clause) or None
    if fullmatch(r"(?:放|写)?(?:在)?(?:居中|正中间|中间|中央)", clause):
        return {"place": "center"}
    place = fullmatch(r"(?:位置)?(?:放|写|加|摆)?(?:在|到)(?P<spot>.+)", clause)
    spot = chinese.place(place["spot"]) if place else None
    return {"place": spot} if spot else None


_NAMED = {"left", "right", "top", "bottom", "center", "top left", "top right", "bottom left", "bottom right"}
