"""Looks, seasons, weather, backgrounds, light: restyle, background, relight, match by words. Knows no pixels."""

from __future__ import annotations

from agent.planners.chinese import numbers
from agent.planners.chinese.lexicon import LIGHT, LIGHTS, LOOK, LOOKS, STYLED, TIME, TIMES
from agent.planners.chinese.phrases import Draft, at, clean, colour, nounlike, whole
from agent.planners.chinese.saying import QUOTE, fullmatch, pattern, search
from tools import chinese

_INTO = (
    r"(?:变成|变为|变作|变|转换成|转换为|转成|转为|转化为|转换|转|改成|改为|改做|改|换成|换为|换上|换到|换|做成|弄成|"
    r"搞成|处理成|处理为|调成|调为|设为|设置成|渲染成|画成|p成|"
    r"弄得像|看起来像|看上去像|像是?|成为?|加上?一?[个种层]?|来一?[个张种]?|用上?|套上?一?[个种]?|换个|改个|使用|"
    r"应用|整成|添加一?[个种]?|呈现|有|具有|给它?一?[个种]?)"
)
_AS_IF = r"(?:就?像是?|仿佛|好像|如同|看起来像|看上去像)?(?:在)?(?:一[幅张片个种]|那种)?"
_STRENGTH = ((r"稍微|轻微|略微|一点|淡淡|微微|有点", 0.5), (r"强烈|浓烈|很重|浓厚", 1.0))


def styles(clause: str) -> list[Draft]:
    """A look for the picture or a part: "转成黑白", "加个复古滤镜", "像梵高的画", "把房子变成素描"."""
    match = fullmatch(
        rf"(?P<a>.*?)(?:的?(?:风格|画风|样式|色调|滤镜|照片|图片|画面|颜色|整体))?(?:整体|都|全部|全|再|也|稍微|轻微|"
        rf"略微|有?一?点|淡淡的?|要|来|给我|想要|整个){{0,6}}"
        rf"(?P<into>{_INTO})?(?:有?一?点|稍微|淡淡的?|轻微的?|略微|一种|一张|一幅|个){{0,4}}{_AS_IF}(?:(?:{LOOK})的?那种)?(?P<look>{LOOK})"
        rf"(?:的)?(?P<tail>{STYLED})(?:看看|试试|来?一下|就行|吧)?",
        clause,
    )
    if match is None or search(QUOTE, clause):
        return _named_style(clause)
    what = _target(match["a"])
    what = "" if fullmatch(TIME, what) else what
    if search(r"[成为像]", what):
        return _named_style(clause)
    if not nounlike(what) or search(r"去|删|不要|取消|撤", match["a"]):
        return []
    if not match["into"] and what and not whole(what) and not match["tail"]:
        return []
    if match["look"] in ("海报", "抽象", "版画", "游戏", "壁画") and not match["tail"] and not match["into"]:
        return []
    style = LOOKS[match["look"].lower()]
    draft = {"op": "restyle", "style": style, **_strength(clause)}
    if clean(what) == "背景" and style in ("black and white", "monochrome", "grayscale"):
        return [{"op": "background", "mode": "desaturate", "amount": 100.0}]
    return [at(draft, what)]


def _target(words: str) -> str:
    return pattern(rf"^(?:帮|给|把|将|让|用|以|做|想要|要|来)+|(?:整体|都|全部|{numbers._SLIGHT}|的)+$").sub("", words)


def _strength(clause: str) -> Draft:
    return next(({"strength": value} for source, value in _STRENGTH if value < 1 and search(source, clause)), {})


def _named_style(clause: str) -> list[Draft]:
    """A look that no table knows, said with "风格" or "滤镜"."""
    match = fullmatch(
        (
            rf"(?P<a>.*?)(?:的?(?:风格|画风|样式|滤镜))?{_INTO}(?:一个|一种|个|一层)?(?P<look>[^,的]{{1,16}}?)"
            rf"的?(?:风格|画风|滤镜|风)(?:的?(?:照片|图片|画面|画|效果))?(?:试试|看看)?"
        ),
        clause,
    ) or fullmatch(r"(?P<a>)(?P<look>[^,的把将]{1,12}?)的?(?:风格|画风|滤镜)", clause)
    if match is None or search(r"去|删|不要|取消|撤|别|强|弱|[大小]一?点|什么|哪", match["a"] + match["look"]):
        return []
    what = _target(match["a"])
    return [at({"op": "restyle", "style": match["look"], **_strength(clause)}, what)] if nounlike(what) else []


def times(clause: str) -> list[Draft]:
    """Season, weather or time of day: "变成冬天", "换成夜晚的感觉", "让它看起来像下雪了"."""
    match = fullmatch(
        (
            rf"(?P<a>.*?)(?P<into>{_INTO}|季节|时间|天气)?(?:是|改到|调到|到|在|换到|变到)?(?:一个)"
            rf"?{_AS_IF}(?P<time>{TIME})(?:的)?(?P<tail>(?:时候|时间|样子|感觉|氛围|效果|景色|场景|风景|光线|季节|"
            rf"天气|了|起来|时分|景象|画面|拍的|一样|似的)*)"
        ),
        clause,
    )
    if match is None:
        return []
    what = "" if fullmatch(rf"让[它天]|让这里|开始|[把将让]?(?:{TIME})", match["a"]) else match["a"]
    what = clean(pattern(r"(?:的)?(?:季节|时间|天气|场景|氛围|光线|景色)$").sub("", _target(what)))
    if not nounlike(what) or search(r"去|删|不要|取消|撤", match["a"]):
        return []
    style = TIMES[match["time"]]
    if (
        what in ("天空", "天")
        and style in ("sunset", "sunrise", "dusk", "overcast", "cloudy", "sunny")
        and match["into"]
    ):
        return [{"op": "replace", "region": {"phrase": "天空"}, "object": f"{match['time']}的天空"}]
    if what == "背景":
        return [{"op": "background", "mode": "scene", "scene": match["time"]}]
    if what and not whole(what) and not match["into"]:
        return []
    if not (match["into"] or match["tail"] or not what):
        return []
    return [at({"op": "restyle", "style": style}, what)]


_BACK = r"(?:背景|后景|底色|底图)"


def backgrounds(clause: str) -> list[Draft]:
    """Another background, or none: "背景换成海滩", "换个纯白背景", "去掉背景", "把他放到雪山上"."""
    if fullmatch(rf"{_BACK}(?:太|好|有点|有些|很|这么|实在太?)*(?:杂乱|凌乱|乱|杂|花)(?:了)?", clause):
        return [{"op": "background", "mode": "blur"}]
    text = pattern(r"^(?:把|将|给|让)(?:它|他|她|这张图|图片|照片|画面)?(?:的)?(?=背景|换|去)|颜色(?=换|改|变)").sub(
        "", clause
    )
    if fullmatch(
        (
            rf"(?:去掉|去除|删掉|删除|移除|抠掉|扣掉|不要|清除|消除|拿掉|去){_BACK}(?:色)?|{_BACK}(?:都|给我|全部)"
            rf"*(?:去掉|去除|删掉|删除|移除|抠掉|不要了?|变透明|透明|改成透明的?|变成透明的?|换成透明的?|清空|去了|"
            rf"弄掉|设为透明)|透明{_BACK}|(?:做成|变成|改成|换成|弄成)透明(?:背景|底)的?"
        ),
        text,
    ):
        return [{"op": "background", "mode": "remove"}]
    match = fullmatch(
        (
            rf"(?:[把将])?(?:人物|主体|画面)?的?{_BACK}(?:整个|都|给我|全部|应该|可以|能|要)?(?:换成|改成|变成|换为|"
            rf"改为|变为|换上|换到|替换成|替换为|设为|设成|设置成|弄成|做成|换做|换|改|变|是|用)(?:一[个张片幅座])"
            rf"?(?P<to>.+)"
        ),
        text,
    )
    match = match or fullmatch(
        rf"(?:.{{0,2}}(?:图片?|照片?))?(?:换|改|用|加|来|给我|要|做|弄|p)*(?:成|上|为)?(?:一?个)?(?:纯)?(?P<to>{chinese.COLOUR})色?的?底色?的?(?:照片?|图片?)?",
        text,
    )
    match = match or fullmatch(
        rf"(?:换|改|用|加|来|给我|设置?)(?:成|上|为)?(?:一?[个张片]|成)?(?P<to>[^,]+?)的?(?:做|当|作为?|为)?{_BACK}",
        text,
    )
    if match is None:
        return _put_before(clause)
    scene = (
        match["to"]
        .strip("的 ")
        .removeprefix("成")
        .removesuffix("做")
        .removesuffix("当")
        .removesuffix("里")
        .removesuffix("上")
    )
    if fullmatch(r"模糊|虚化|暗|亮|.*一?[点些]", scene):
        return []
    if fullmatch(rf"(?:{LOOK})(?:的|色)?", scene) and LOOKS[pattern("[的色]$").sub("", scene)] in (
        "black and white",
        "grayscale",
        "monochrome",
    ):
        return [{"op": "background", "mode": "desaturate", "amount": 100.0}]
    plainly = colour(pattern(r"^(?:纯|单|一片)|(?:色)?(?:的)?(?:纯色|背景|底)?$").sub("", scene)) or colour(scene)
    if fullmatch(r"(?:纯|单)色的?", scene):
        return [{"op": "background", "mode": "color"}]
    if plainly:
        return [{"op": "background", "mode": "color", "color": plainly}]
    return [{"op": "background", "mode": "scene", "scene": scene}] if scene and nounlike(scene) else []


def _put_before(clause: str) -> list[Draft]:
    """Somebody put elsewhere: "把他放到海边", "让她站在雪山前"."""
    cut = fullmatch(
        r"[把将].{1,10}?[抠扣裁剪p](?:出来|下来|出)?,?(?:再|然后)?(?:放|贴|移|换|p)(?:到|在|进)(?:一[个片座张])?(?P<to>.+?)"
        r"(?:里面|里|中|上|前面?|下)?",
        clause,
    )
    if cut:
        return [{"op": "background", "mode": "scene", "scene": cut["to"]}]
    match = fullmatch(
        (
            r"[把将让](?:他|她|它|他们|她们|我|我们|人物?|主体|主角|这个人)(?:换到|放到|放在|移到|p到|置于|站在|来到|"
            r"带到|搬到|身处)(?:一[个片座张])?(?P<to>.+?)(?:里面|里|中|上|前面?|下)?"
        ),
        clause,
    )
    elsewhere = r"[左右上下]边|[左右]侧|中间|旁|^(?:别处|别的地方|其他地方|那边|这边)"
    if match is None or chinese.place(match["to"]) or search(elsewhere, match["to"]):
        return []
    return [{"op": "background", "mode": "scene", "scene": match["to"]}]


def skies(clause: str) -> list[Draft]:
    """Another sky: "换个天空", "换天空", "天空换成星空"."""
    own = fullmatch(
        (r"(?:换|改)(?:成|一下)?(?:一?[个片张])?(?P<to>.{0,4}?(?:星空|夜空|蓝天|晚霞|朝霞|极光|彩霞|云海|银河))"),
        clause,
    )
    if own:
        return [{"op": "replace", "region": {"phrase": "天空"}, "object": own["to"]}]
    match = fullmatch(r"(?:给.*?)?(?:换|替换|改|更换)(?:成|掉|一下)?(?:一?[个片张])?(?P<to>.*?)的?(?:天空|天)", clause)
    if match:
        kind = match["to"].strip("的个片")
        return [
            {
                "op": "replace",
                "region": {"phrase": "天空"},
                "object": f"{kind}的天空" if kind and kind not in ("新", "别", "掉") else "另一片天空",
            }
        ]
    return []


_FROM = (
    r"(?:从)?(?P<from>左上角?|右上角?|左下角?|右下角?|左上方|右上方|左下方|右下方|左[边侧面方]|右[边侧面方]|"
    r"上[边面方]|顶[部上]|下[边面方]|后[边面方]|前[边面方]|背后)"
)


def lights(clause: str) -> list[Draft]:
    """Light from somewhere, or of a kind: "从左边打一束暖光", "加点柔光", "换成影棚光"."""
    match = fullmatch(
        (
            rf"(?:给(?P<who>.*?))?(?:在)?(?:{_FROM})?(?:再)?(?:来|打|加|照|射|补|增加|添加|投|换成|改成|用|有)"
            rf"*(?:进来|过来|一)?(?:一?[束道缕点盏层些]|个)*(?P<kind>(?:暖色?|冷色?|柔和|温暖|强烈?|"
            rf"{chinese.COLOUR}色?)?)的?(?P<light>{LIGHT})"
            rf"(?:照(?:过来|进来|射)?|照亮|打光|的效果|效果)*(?P<what>.*?)"
        ),
        _light_first(clause),
    )
    if (
        match is None
        or not search(r"打|照|射|加|来|补|添|换成|改成|用|有", clause)
        or search(r"去|删|减|太|不", clause)
    ):
        return []
    kind = chinese.colour(match["kind"]) if match["kind"] else ""
    kind = {
        "暖": "warm",
        "冷": "cool",
        "柔和": "soft",
        "温暖": "warm",
        "强烈": "strong",
        "暖色": "warm",
        "强": "strong",
    }.get(match["kind"], kind)
    if kind is None:
        return []
    light = LIGHTS[match["light"]]
    light = f"{kind} {light.removeprefix('soft ') if kind else light}".strip()
    draft: Draft = {"op": "relight", "light": light}
    if match["from"]:
        way = chinese.place(match["from"]) or ("behind" if match["from"][0] in "后背" else "front")
        draft["direction"] = way
    who = match["who"] or match["what"]
    return [at(draft, who)] if nounlike(who or "") else []


def _light_first(clause: str) -> str:
    """The light before where it comes from, said the other way round: "光从左边打过来" → "从左边打光"."""
    match = fullmatch(rf"(?:让|把)?(?P<light>{LIGHT})(?P<spot>从.+?)(?:打|照|射|洒)(?:过来|进来|下来|过去)?", clause)
    return f"{match['spot']}打{match['light']}" if match else clause


def generated(clause: str) -> list[Draft]:
    """A new picture from words: "生成一张灯塔的图片", "画一只狐狸"."""
    match = fullmatch(
        r"(?:重新|帮我)?(?:生成|创作|画|绘制|创建)(?:出)?(?:一?[张幅个])(?P<what>.+?)(?:的?(?:图片|照片|图像|画|图))?",
        clause,
    )
    if match and not search(r"分支|版本", clause):
        return [{"op": "generate", "prompt": match["what"]}]
    return []
