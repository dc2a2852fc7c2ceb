"""Cropping, turning, mirroring, scaling, widening and viewpoints. Knows no pixels."""

from __future__ import annotations

from agent.planners.chinese import numbers
from agent.planners.chinese.lexicon import VIEWS
from agent.planners.chinese.numbers import NUMERAL
from agent.planners.chinese.phrases import Draft, at, clean, nounlike, whole
from agent.planners.chinese.saying import fullmatch, pattern, search
from tools import chinese

_SIDES = (("top", r"上|顶"), ("bottom", r"下|底"), ("left", r"左"), ("right", r"右"))
_PICTURE = (
    r"(?:[把将让给])?(?:这张|整张|整个|原)?(?:图片?|照片|画面|图像|画|它|尺寸|画幅|比例|大小|长宽比|宽高比|画布)"
    r"?(?:的)?(?:比例|尺寸|大小|画幅)?"
)
_CUT = r"裁剪|裁切|裁掉|裁去|裁成|裁到|裁出|裁|剪裁|剪成|剪到|剪掉|剪切|剪去|切掉|切去|截掉|截取|截|去掉|切|砍掉"
_RATIO = r"(\d{1,3})\s?[:比x×]\s?(\d{1,3})"
_SQUARE = r"正方形|方形|方图|一比一|方的"


def crops(clause: str) -> list[Draft]:
    """As in "裁掉下面三分之一", "裁成正方形", "16:9", "裁到只剩杯子", "放大看杯子"."""
    ratio = _ratio(clause)
    if ratio and not search(r"扩|延|补|加宽|外绘", clause):
        return [{"op": "crop", "ratio": ratio}]
    if not search(_CUT + "|特写|拉近|聚焦|靠近|凑近|推近|变焦|局部放大|放大看", clause):
        return []
    edges = _edges(clause)
    if edges:
        return [{"op": "crop", **edges}]
    return _around(clause)


def _ratio(clause: str) -> str | None:
    match = fullmatch(
        (
            rf"{_PICTURE}(?:{_CUT}|改|变|换|调整|调|做|弄|设|按)?(?:一下)?(?:成|为|到|至)?(?:一个)?(?:比例)?(?:是)"
            rf"?(?:{_RATIO}|(?P<square>{_SQUARE})|(?P<upright>[竖横](?:版|构图|屏|图|幅))|(?P<words>[一二三四九十]+比[一二三四九十六]+))(?:的)?(?:比例|画幅|"
            rf"尺寸|大小|画面|构图)?(?:{_CUT})?"
        ),
        clause,
    )
    if match is None:
        return None
    if match["square"]:
        return "1:1"
    if match["upright"]:
        return "3:4" if match["upright"][0] == "竖" else "4:3"
    if match["words"]:
        first, second = (numbers.ordinal(words) for words in match["words"].split("比"))
        return f"{first}:{second}" if first and second else None
    return f"{int(match[1])}:{int(match[2])}" if int(match[1]) and int(match[2]) and "x" not in match[0] else None


def _edges(clause: str) -> Draft:
    """How much is cut off which edge, where that is said; "一点" is a tenth."""
    away = search(
        r"裁掉|裁去|剪掉|剪去|切掉|切去|截掉|去掉|砍掉|裁剪掉|不要|裁(?!成|到|出|剪|切)|切|裁剪|裁切|剪裁", clause
    )
    if away is None or search(r"裁(?:成|到|出)|只留|保留|留下", clause):
        return {}
    particles = r"不要|[把将从给]|了|的|都|各|照片|图片?|画面|部分|区域|边缘|一下|一?圈|那|这|多余|空白|[黑白]边"
    rest = pattern(rf"{_CUT}|{particles}").sub("", clause)
    part = numbers.fraction(rest)
    rest = pattern(
        rf"{NUMERAL}分之{NUMERAL}|百分之{NUMERAL}|\d+(?:\.\d+)?%|{NUMERAL}成|一半|半[边部幅]?|{numbers._SLIGHT}|[去掉]"
    ).sub("", rest)
    if fullmatch(r"四周|四边|周围|四面|边", rest):
        share = round(part if part is not None else 0.1, 4)
        return {name: share for name, _ in _SIDES}
    if fullmatch(r"两边|两侧|左右(?:两边|两侧)?", rest):
        share = round(part if part is not None else 0.1, 4)
        return {"left": share, "right": share}
    if fullmatch(r"上下(?:两边|两侧)?", rest):
        share = round(part if part is not None else 0.1, 4)
        return {"top": share, "bottom": share}
    if not fullmatch(r"(?:[上下左右顶底][边面侧方部端]?)+(?:和|与|跟|及)?(?:[上下左右][边面侧方部端]?)*", rest):
        return {}
    if part is None and not search(numbers._SLIGHT + "|点|边|侧|[上下]面|[上下]方|部", clause):
        return {}
    share = round(part if part is not None else 0.1, 4)
    return {name: share for name, source in _SIDES if search(source, rest)}


def _around(clause: str) -> list[Draft]:
    """Closer to something, or something cut off."""
    if fullmatch(
        (
            rf"{_PICTURE}(?:拉近|推近|镜头拉近|靠近)(?:一?点儿?|一些|些|镜头)?|镜头(?:再)?(?:拉近|推近)(?:一?点|一些|"
            rf"些)?|局部放大"
        ),
        clause,
    ):
        return [{"op": "crop", "zoom": 1.25 if search("点|些", clause) else 1.5}]
    match = (
        fullmatch((
            r"(?:[把将]?(?:图片?|照片|画面)?)?(?:裁剪|裁切|裁|截|剪裁)(?:到|成|出|取|至)?(?:只剩下?|只留下?|只有|"
            r"仅保留|只保留)(?P<what>.+?)(?:的)?(?:部分|区域|特写)?"
        ), clause)
        or fullmatch((
            r"(?:只)?(?:裁出|截出|截取|裁到|裁剪到|裁剪出|聚焦到?|拉近到?|推近到?|靠近|凑近|放大看|特写)(?:一?下)"
            r"?(?P<what>.+?)(?:的)?(?:部分|区域|特写)?"
        ), clause)
        or fullmatch(r"(?P<what>.+?)的?特写", clause)
        or fullmatch(r"[把将](?P<what>.+?)(?:单独|整个)?(?:裁|截|剪)(?:切|剪|取)?(?:出来|下来)", clause)
    )  # fmt: skip
    if (
        match
        and nounlike(match["what"])
        and not whole(clean(match["what"]))
        and not search("^(?:来|给)", match["what"])
    ):
        return [at({"op": "crop"}, match["what"])]
    match = fullmatch(
        r"(?:[把将])(?P<what>.+?)(?:从(?:图片?|照片|画面)(?:里|中))?(?:裁掉|裁去|裁出去|裁剪掉|剪掉|切掉|裁到画面外)",
        clause,
    )
    match = match or fullmatch(r"(?:裁掉|裁去|裁剪掉|切掉)(?P<what>.+)", clause)
    if match and nounlike(match["what"]):
        return [at({"op": "crop", "action": "away"}, match["what"])]
    if fullmatch(rf"{_PICTURE}(?:裁剪|裁切|裁|剪裁)(?:一下|下|一裁|一?[点些])?{_PICTURE}", clause):
        return [{"op": "crop"}]
    return []


def rotations(clause: str) -> list[Draft]:
    """As in "顺时针旋转90度", "向左转", "倒过来", "旋转杯子20度"."""
    if fullmatch(rf"{_PICTURE}(?:倒过来|颠倒过来|上下颠倒|颠倒|倒置|转180)", clause):
        return [{"op": "rotate", "degrees": 180.0}]
    if fullmatch(rf"{_PICTURE}(?:竖|横|立)(?:起来|过来)", clause):
        return [{"op": "rotate", "degrees": 90.0}]
    match = fullmatch(
        rf"(?P<a>.*?)(?P<way>顺时针|逆时针|向左|往左|向右|往右|朝左|朝右|左|右)?(?:方向)?(?:再)?(?:旋转|转动|转过来|"
        rf"转|倾斜)(?:个|到)?(?P<way2>顺时针|逆时针|向左|往左|向右|往右)?(?:方向)?(?P<b>.*?)"
        rf"(?P<n>-?{NUMERAL})?(?:°|度|个直角)?(?P<post>一下|一点|一圈|半圈|过来)*",
        clause,
    )
    if match is None or search(r"转(?:换|成|为|化)|转身|转头|转过头|回转|旋转木马|反转|翻转", clause):
        return []
    target = pattern(r"(?:向|往|朝)$").sub("", match["a"]) or match["b"]
    if not nounlike(target):
        return []
    value = numbers.number(match["n"]) if match["n"] else None
    degrees = value if value is not None else 180.0 if "半圈" in clause else 5.0 if "一点" in clause else 90.0
    left = search(r"逆时针|左", f"{match['way'] or ''}{match['way2'] or ''}") is not None
    return [at({"op": "rotate", "degrees": -degrees if left else degrees}, target)]


def flips(clause: str) -> list[Draft]:
    """As in "左右翻转", "上下翻转", "镜像", "水平翻转猫"."""
    match = fullmatch(
        (
            r"(?P<a>.*?)(?:做|进行|来|给)?(?:一?个|一下)?(?P<way>左右|水平|横向|上下|垂直|竖直|纵向)?(?:方向)?(?:的)"
            r"?(?:翻转|镜像|对调|翻过来|反过来|翻个面|颠倒|反转|翻|反)(?:翻转|过来|一下|效果|处理|转)*(?P<b>.*?)"
        ),
        clause,
    )
    if match is None or not search(
        r"翻转|镜像|反转|翻过来|反过来|左右对调|左右颠倒|翻个面|(?:左右|水平|上下|垂直)翻|上下颠倒", clause
    ):
        return []
    target = match["a"] or match["b"]
    if not nounlike(target) or search(r"和|跟", target):
        return []
    axis = {"axis": "vertical"} if match["way"] in ("上下", "垂直", "竖直", "纵向") else {}
    return [at({"op": "flip", **axis}, target)]


def pixels(clause: str) -> list[Draft]:
    """A size of the picture in pixels: "宽度改成800像素", "800x600"."""
    found = _pixels(clause)
    return [{"op": "resize", **found}] if found else []


def sizes(clause: str) -> list[Draft]:
    """As in "放大两倍", "把杯子缩小一半"."""
    match = fullmatch(
        (
            rf"(?P<a>.*?)(?:整体|都|再|也|稍微|略微|给我|等比例|等比|按比例|变得|变|弄|调|搞|做|改)*(?P<do>放大|缩小|"
            rf"扩大|增大|加大|大|小)(?P<post>(?:到|成|为|了|原来的|原图的|至|一?点儿?|一些|些|很多|好多|多|一下|一圈|"
            rf"百分之{NUMERAL}|\d+(?:\.\d+)?%|{NUMERAL}分之{NUMERAL}|{NUMERAL}倍|一半|一倍|原先的)*)(?P<b>.*?)"
        ),
        clause,
    )
    short = match is not None and len(match["do"]) == 1
    if match is None or (short and (match["b"] or not (match["post"] or search(r"[变弄调得].$", clause)))):
        return []
    target = match["a"] or match["b"]
    if not nounlike(target) or search(r"度$|字体|太|过|不够|有点|影响|压力", target + clause[: match.end("do")]):
        return _too_big(clause)
    smaller = match["do"] in ("缩小", "小")
    said = numbers.times(match["do"] + match["post"])
    named = clean(target) and not whole(clean(target))
    little, much = search(r"一?点|一些|些|一圈|稍微|略微", clause), search(r"很多|好多|大幅", clause)
    usual = (0.8 if little else 0.5 if much else 0.7) if smaller else (1.2 if little else 2.0 if much else 1.4)
    if said is None and not named and len(match["do"]) == 2 and match["do"] == "放大" and not match["post"]:
        return [{"op": "crop", "zoom": 1.5}] if "尺寸" not in clause else [{"op": "resize", "scale": 2.0}]
    part = fullmatch(r"(?:最)?(?P<spot>.{1,4}?)的?(?:这|那)?(?:一?块|部分|区域|地方)", clean(target))
    if part and not smaller and chinese.place(part["spot"]):
        return [{"op": "crop", "region": {"phrase": clean(target)}}]
    scale = said if said is not None else usual
    return [at({"op": "resize", "scale": round(scale, 4)}, target)]


def _too_big(clause: str) -> list[Draft]:
    match = fullmatch(r"(?P<a>.+?)(?:看起来|显得)?(?P<much>太|有点|有些|过于|过)(?P<do>大|小)(?:了)?", clause)
    if (
        match is None
        or whole(clean(match["a"]))
        or not nounlike(match["a"])
        or search(r"(?:度|感|点|光|影|声)$", match["a"])
    ):
        return []
    scale = (
        (0.8 if match["much"] in ("有点", "有些") else 0.7)
        if match["do"] == "大"
        else (1.2 if match["much"] in ("有点", "有些") else 1.4)
    )
    return [at({"op": "resize", "scale": scale}, match["a"])]


def _pixels(clause: str) -> Draft:
    both = fullmatch(
        (
            rf"{_PICTURE}(?:改|变|调整|缩放|缩小|放大|调|设|裁|resize)*(?:成|为|到)?(\d{{2,5}})(?:像素)"
            rf"?[x×*乘](\d{{2,5}})(?:像素|px|的)?(?:尺寸|大小)?"
        ),
        clause,
    )
    if both:
        return {"width_px": int(both[1]), "height_px": int(both[2])}
    if not search(r"像素|px|宽|高", clause) or search("[亮明饱对反曝色锐清]", clause):
        return {}
    found: Draft = {}
    for name, source in (("width_px", "宽"), ("height_px", "高")):
        match = search(
            rf"{source}度?(?:改|变|调整|缩放|缩小|放大|调|设|限制|为|成|到|是|约)*(\d{{2,5}})(?:像素|px)?", clause
        ) or search(rf"(\d{{2,5}})(?:像素|px)?(?:的)?{source}", clause)
        if match:
            found[name] = int(match[1])
    return found


def extensions(clause: str) -> list[Draft]:
    """As in "向左扩展四分之一", "四周扩图", "扩展成16:9", "上面多留点空间"."""
    wider = r"扩|延伸|延展|外绘|补全|加宽|加高|多留|留(?:一?点|一?些|出|白)|加(?:一[圈个])?(?:白)?边"
    if not search(wider, clause) or search(r"背景(?:模|虚)|扩大", clause):
        return []
    ratio = search(_RATIO, clause)
    if ratio:
        return [{"op": "extend", "ratio": f"{int(ratio[1])}:{int(ratio[2])}"}]
    if search(_SQUARE, clause):
        return [{"op": "extend", "ratio": "1:1"}]
    part = round(numbers.fraction(clause) or (0.1 if search(r"一点|一些|些|稍微", clause) else 0.25), 4)
    if search(r"左右|两边|两侧|加宽", clause):
        return [{"op": "extend", "left": part, "right": part}]
    if search(r"上下|加高", clause):
        return [{"op": "extend", "top": part, "bottom": part}]
    sides = {name: part for name, source in _SIDES if search(rf"(?:{source})[边面侧方部]?", clause)}
    if sides and len(sides) < 3:
        return [{"op": "extend", **sides}]
    return [{"op": "extend", **{name: part for name, _ in _SIDES}}]


def views(clause: str) -> list[Draft]:
    """As in "换成俯视的角度", "从侧面看"."""
    match = fullmatch(
        (
            r"(?:换|改|变|转|切换|用|来|调|给我看)?(?:成|为|到|个)?(?P<view>.+?)(?:的)?(?:视角|角度|视图|看过去|看看|看|"
            r"拍摄?)(?:的)?(?:样子|效果|画面|(?:会)?(?:是)?(?:什么|怎么)样(?:子|的)?|一下)?"
        ),
        clause,
    )
    if match is None:
        return []
    words = match["view"]
    if words in ("一个", "个", "一下", "下"):
        return []
    known = next((view for source, view in VIEWS if fullmatch(rf"(?:从)?(?:{source})", words)), None)
    if known is None and not (search(r"视角|角度", clause) and search(r"^[换改变转切用]", clause)):
        return []
    return [{"op": "viewpoint", "view": known or words}] if not search(r"旋转|度$", words) else []
