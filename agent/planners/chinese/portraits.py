"""What people ask for their own looks: skin, teeth, spots, red eyes, a slimmer face. Knows no other wish."""

from __future__ import annotations

from agent.planners.chinese.phrases import Draft, clean, nounlike
from agent.planners.chinese.saying import fullmatch

_MUCH = r"(?:一下|下|一?点儿?|一?些|一点点)?"
_TOUCH = r"(?:去除|去掉|去|祛|除|消除|消|抹掉|抹|遮住|遮|修掉|修|p掉|淡化)"
_SPOT = (
    r"(?:痘痘|痘印|青春痘|痘|雀斑|色斑|老年斑|斑点|斑|皱纹|法令纹|鱼尾纹|颈纹|抬头纹|眼袋|双下巴|疤痕|疤|痣|油光|胡渣)"
)
_PARTS = {
    "脸": "脸",
    "身": "身体",
    "腿": "腿",
    "腰": "腰",
    "手臂": "手臂",
    "胳膊": "胳膊",
    "肚子": "肚子",
    "鼻子": "鼻子",
}


def portraits(clause: str) -> list[Draft]:
    """As in "磨皮", "给她美白一下", "祛痘", "瘦脸", "去红眼"."""
    return _skin(clause) or _spots(clause) or _slimmer(clause)


def _skin(clause: str) -> list[Draft]:
    teeth = fullmatch(rf".*?(?:牙齿|牙)(?:变|弄|调|再)?(?:美)?白{_MUCH}|(?:美白|漂白)牙齿?{_MUCH}", clause)
    if teeth:
        return [{"op": "adjust", "region": {"phrase": "牙齿"}, "exposure": 20.0, "saturation": -15.0}]
    smooth = fullmatch(
        rf"(?:[给把将对让])?(?P<who>.*?)(?:磨皮|皮肤(?:再|更|变得?)*(?:光滑|细腻|平滑){_MUCH}|美颜){_MUCH}", clause
    )
    if smooth and nounlike(smooth["who"]):
        return [{"op": "adjust", **_of(smooth["who"]), "sharpness": -25.0}]
    fair = fullmatch(
        rf"(?:给我|[给把将对让])?(?P<who>.*?)的?(?:皮肤|肤色)?(?:再|做|来)?(?:个)?(?:美白{_MUCH}(?:皮肤|肤色)?|(?:皮肤|肤色|脸)(?:再|更|调|变|弄|得|要)*白{_MUCH})",
        clause,
    )
    if fair and nounlike(fair["who"]):
        return [{"op": "adjust", **_of(fair["who"]), "exposure": 15.0}]
    return []


def _of(who: str) -> Draft:
    name = "" if clean(who) in ("我", "皮肤", "肤色") else clean(who).removesuffix("皮肤").removesuffix("的")
    name = "" if name in ("他", "她", "它", "他们", "她们") else name
    return {"region": {"phrase": f"{name}的皮肤" if name else "皮肤"}}


def _spots(clause: str) -> list[Draft]:
    match = fullmatch(rf"{_TOUCH}(?:掉|一下)?(?P<what>(?:脸上|额头上|身上)?的?{_SPOT}){_MUCH}", clause)
    if match:
        return [{"op": "remove", "region": {"phrase": match["what"]}}]
    if fullmatch(rf"{_TOUCH}?(?:掉|一下)?红眼{_MUCH}(?:{_TOUCH})?(?:了)?", clause):
        return [{"op": "remove", "region": {"phrase": "红眼"}}]
    return []


def _slimmer(clause: str) -> list[Draft]:
    parts = "|".join(_PARTS)
    match = fullmatch(rf"(?:给(?P<who>.*?))?瘦(?:个|一下|下)?(?P<part>{parts}){_MUCH}", clause)
    if match is None:
        return []
    who = clean(match["who"] or "")
    part = _PARTS[match["part"]]
    return [
        {
            "op": "warp",
            "shape": "slimmer",
            "region": {"phrase": f"{who}的{part}" if who and who not in "我它他她" else part},
        }
    ]
