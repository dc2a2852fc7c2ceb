"""Things: removed, put in, replaced, recolored, moved, copied, cut out, made of something else, made to act."""

from __future__ import annotations

from agent.planners.chinese import numbers
from agent.planners.chinese.lexicon import MATERIAL, MATERIALS, MEASURE, POSE, POSES, SHAPES
from agent.planners.chinese.numbers import COUNT
from agent.planners.chinese.phrases import Draft, at, clean, colour, nounlike, region, thing, where, whole
from agent.planners.chinese.placing import whereto
from agent.planners.chinese.saying import QUOTE, fullmatch, pattern, search
from tools import chinese

_AWAY = (
    r"去掉|去除掉|去除|删掉|删除掉|删除|删去|删了|删|移除掉|移除|擦掉|擦除|抹掉|抹去|抹除|清除掉|清除|清掉|消除掉|"
    r"消除|消掉|拿掉|拿走|弄掉|弄走|弄没|干掉|"
    r"p(?=了)|ps(?=了)|p没|p走|p掉|ps掉|扔掉|丢掉|移走|挪走|除掉|除去|剔除|剪掉|抠掉|隐藏|藏起来|修掉|处理掉|变没|消失|摘掉|摘下来|脱掉|撤掉|"
    r"清理掉|清理|清空|清干净|清走|赶走|去了|干掉|移出去|移出画面"
)
_LEFT = r"(?:还是|都|全都|全部都?|全|统统|也|再|一起|给我|给|从(?:图片?|照片|画面)(?:里|中|上)?)*"


def removals(clause: str) -> list[Draft]:
    """As in "去掉垃圾桶", "把左边的人都删了", "水印不要了", "垃圾桶去掉"."""
    text = pattern(r"从(?:图片?|照片|画面)(?:里面|里|中|上)").sub("", clause)
    match = fullmatch(rf"(?:[把将让])?(?P<a>.+?){_LEFT}(?:{_AWAY})(?:掉)?(?:了|吧)?", text) or fullmatch(
        rf"(?:{_AWAY})(?:掉|了)?(?P<a>.+)", text
    ) or fullmatch((
        r"(?:[把将])?(?P<a>.+?)(?:都|全)?(?:不要了|不需要了?|不想要了?|太碍眼了?|很碍眼|碍事|抢镜了?|多余了?|很多余)"
    ), text)  # fmt: skip
    match = match or fullmatch(
        r"(?:我)?(?:不想|不愿意?|不要|不希望)(?:再)?(?:看到|看见|留着?|有|出现)(?P<a>.+)|"
        r"(?P<b>.+?)(?:也)?(?:好|很|太|真|真是|特别|有点|实在太?)(?:烦|烦人|讨厌|煞风景|突兀|碍眼|碍事)(?:了|死了)?|讨厌(?P<c>.+)",
        text,
    )
    match = match or fullmatch(r"(?:我)?不(?:想)?要(?:有|出现)?(?P<a>(?!动|改|变|碰|太|那么|这么|把|让).+)", text)
    words = next(filter(None, match.groups()), "") if match else ""
    if not words or not nounlike(words):
        return []
    if whole(clean(words)) or search(r"效果|滤镜|风格|分支|版本|步骤|步$|操作$|颜色$|背景$", words):
        return []
    return [{"op": "remove", "region": found} for part in several(words) if (found := region(part))]


_AND = r"(?<![饱暖柔温平])和(?![服平尚])"


def several(words: str) -> list[str]:
    """The things that are listed: "车和人", "垃圾桶、电线以及路牌"; one where nothing is listed."""
    parts = [part for part in pattern(rf"、|以及|还有|{_AND}|跟|与|及|,").split(words) if part]
    inner = search(rf"(?:{_AND}|跟|与|、)[^的]*的", words)  # "猫和狗中间的碗" is one thing
    return [words] if (inner and len(parts) < 3) or any(len(part) < 1 for part in parts) else parts or [words]


_PUT = (
    r"加上|加入|加进|添加|添上|添|增加|加|放上|放入|放进|放置|放|摆上|摆放|摆|画上|画(?!面|质|风|像|幅|作)|p上|戴上|戴|穿上|穿|披上|系上|"
    r"挂上|挂|贴上|贴|种上|种|来上|来|插上|插入|插|"
    r"长出|配上|铺上|撒上|盖上|装上|补上|搭配|围上|套上|弄|变出|点缀|安排|背上|打上|撑着|撑"
)
_NO_THING = (
    r"^(?:点|一?些|一?点)?(?:亮度|对比度?|饱和度?|曝光度?|色温|锐度|清晰度|滤镜|效果|分支|版本|文字|字|水印|边框|"
    r"暗角|噪点|颗粒|模糊|马赛克|亮|暗|黑|红|蓝|绿|黄|白|光|阴影|高光|对比|饱和)(?:感|的)?$|"
    r"风格|滤镜$|效果$|一?[点些]$|^(?:了|成|回|到|在|得|好|完|大|小|粗|深|强|快|多|倍|速)|^[点些]?什么|[吗么]$"
)


def additions(clause: str) -> list[Draft]:
    """As in "给他戴一顶草帽", "在右边加两只猫", "天上有几只鸟就好了", "再加两只"."""
    more = fullmatch(rf"(?:再|多)*(?:{_PUT}|多)?(?:再|多|上)?({COUNT})({MEASURE})(?:吧|进来|一样的)?", clause)
    if more and more[2] not in "些片面次" and search("再|多|加|来|添", clause):
        return [{"op": "duplicate", "region": {"phrase": "it"}, "count": numbers.count(more[1])}]
    verb = rf"(?:再|多|也)?(?:{_PUT})(?:个|上)?"
    for source in (
        rf"(?:给|让|为|帮)(?P<where>.+?){verb}(?P<thing>.+)",
        rf"(?:在|往|从)(?P<where>.+?){verb}(?P<thing>.+)",
        rf"[把将](?P<thing>.*?{COUNT}{MEASURE}.+?)(?:加|放|摆|画|戴|挂|贴|插|p|添|种)(?:到|在|进|上|入)(?P<where>.+)",
        r"(?P<where>)[把将](?P<thing>.+?)(?:加上去?|加进[去来]|放上去?|添上去?|画上去?)",
        rf"(?:给我)?(?:再|多|也)?(?:{_PUT})(?P<thing>.+?)(?:到|在|进)(?P<where>.+)",
        rf"(?P<where>[^把将让]{{1,12}}?(?:上面|旁边|上|里|中|边|角|侧|顶|前|后|下|处|面)){verb}(?P<thing>.+)",
        rf"(?P<where>)(?:给我)?{verb}(?P<thing>.+)",
        (
            r"(?P<where>.{1,12}?(?:上面|旁边|上|里|中|边|角|侧|顶|前|后|下|处|面))(?:要|应该|可以|能|最好|得|还|"
            r"应)?(?:要|再|还)?有(?P<thing>.+)"
        ),
        (
            rf"(?P<where>)(?:我?(?:想要|要|需要|希望有|想有|来)|(?:应该|可以|能|最好|得|还|要|再|多)*有)"
            rf"(?P<thing>(?:{COUNT}{MEASURE}|些).+)"
        ),
        rf"(?P<where>)(?P<thing>{COUNT}{MEASURE}.+)",
    ):
        match = fullmatch(source, clause)
        made = _added(match["where"] or "", match["thing"]) if match else None
        if made:
            return made
    return []


def _added(spot: str, words: str) -> list[Draft] | None:
    words = pattern(r"(?:在|到)?(?:那里|那儿|这里|这儿|上面|上去|进去|进来|里面)$|的样子$").sub("", words.strip(" ,了"))
    if search(_NO_THING, words) or not nounlike(words) or len(clean(spot)) > 16 or search(r"[把将让]|" + QUOTE, spot):
        return None
    made: list[Draft] = []
    place = where(spot) if spot else {}
    for part in several(words):
        new = thing(part)
        if not new["object"] or search(rf"^{MEASURE}$", new["object"]):
            return None
        made.append({"op": "add", **place, **new})
    return made


_BECOME = (
    r"(?:变成|变为|变作|转换成|转换为|转换|转变成|转变为|转化成|转化为|转成|转为|改成|改为|换成|换为|换上|换做|替换成|替换为|替换|弄成|做成|染成|涂成|刷成|漆成|喷成|画成|"
    r"整成|搞成|p成|调成|转成|成为|转换成|更换成|更换为|修改成|修改为|应该是|应该变成|变|染|涂|改|"
    r"换|成)"
)
_SUBJECT = r"(?:都|全部|全|也|给我|整个|应该|可以|能|要|必须|最好|稍微|直接|一起|的颜色|颜色)*"


def becomings(clause: str) -> list[Draft]:
    """As in "把左边的车变成红色", "狗换成猫", "桌子改成大理石的", "用花瓶代替杯子", "涂成蓝色"."""
    match = fullmatch(rf"(?P<a>.*?){_SUBJECT}{_BECOME}(?:一?[个只条张座辆片顶件朵棵])?(?P<to>.+)", clause)
    reverse = fullmatch(r"用(?P<to>.+?)(?:来)?(?:代替|替换掉?|取代|换掉|替代)(?P<a>.+)", clause)
    match = reverse or match
    if match is None or not nounlike(match["a"] or "") or search(r"[,]", match["to"]):
        return _painted(clause)
    source, to = match["a"] or "", match["to"].strip("的 ")
    if fullmatch(r"(?:不要|别|不|没|撤销|恢复|回到).*", source):
        return []
    return _become(source, match["to"], to, clause) or _painted(clause)


def _become(source: str, words: str, to: str, clause: str) -> list[Draft]:
    bare = pattern(r"^(?:一种|一|全|纯)|(?:的)?(?:颜色|色系|那种|样子|了)$").sub("", to)
    known = colour(bare) or colour(to)
    if known and bare not in ("透明",):
        if clean(source) in ("背景", "底色"):
            return [{"op": "background", "mode": "color", "color": known}]
        return [
            {"op": "recolor", "color": known, "region": found or {"phrase": "it"}}
            for part in several(source)
            for found in [region(part)]
        ]
    made_of = fullmatch(
        rf"(?:用)?(?P<m>{MATERIAL})(?P<how>的|材质的?|质感的?|质地的?|做的|制的|制成的|材料的?|纹理的?)?", words
    )
    if made_of and (made_of["how"] or not search(r"换(?:成|为)$|替换", clause[: clause.find(words)])):
        return [at({"op": "retexture", "material": MATERIALS[made_of["m"]]}, source)] if _named(source) else []
    other = fullmatch(r"(?P<m>.{1,12}?)(?:材质|质感|质地|纹理|做)的?", words)
    if other and _named(source):
        return [at({"op": "retexture", "material": other["m"]}, source)]
    shape = SHAPES.get(pattern(r"(?:的)?(?:形状|一点|一些)?$").sub("", to)) or SHAPES.get(to)
    if shape and _named(source):
        return [at({"op": "warp", "shape": shape}, source)]
    if fullmatch(rf"(?:{POSE})(?:的|着)?", to) and _named(source):
        return [at({"op": "pose", "pose": POSES[to]}, source)]
    if not _named(source) or not search(r"成|为|换|替|代|取", clause) or not nounlike(to):
        return []
    if search(r"(?:^|[更再])(?:亮|暗|大|小|高|低|暖|冷|清晰|模糊|透明|好看|漂亮)|一?[点些]$|更", to) or fullmatch(
        r"(?:一?下)?(?:位置|回来|角度|方向|顺序)|(?:一?个|一?下|别的)*(?:颜色|样子|造型|东西)|\d+", to
    ):
        return []
    new = thing(to)
    what = f"{_in_words(new)}{new['object']}"
    return [at({"op": "replace", "object": what}, source)]


def _in_words(new: Draft) -> str:
    many = f"{new['count']}个" if new.get("count") else ""
    return many + (f"{chinese_colour(new['color'])}的" if new.get("color") else "")


def chinese_colour(name: str) -> str:
    """A colour's usual Chinese name."""
    known = next((word for word, english in chinese.COLOURS.items() if english == name), None)
    return f"{known}色" if known and not known.endswith("色") else known or name


def _named(words: str) -> bool:
    return bool(clean(words)) and not whole(clean(words))


def _painted(clause: str) -> list[Draft]:
    """As in "给车刷上蓝漆", "把头发染红", "车要红色的", "材质:木头"."""
    match = fullmatch(
        (
            rf"(?:[把将给让])?(?P<a>.+?)(?:都|全|全部)?(?:刷|涂|染|漆|上|喷)(?:上|成|个|点|一层)"
            rf"?(?P<c>{chinese.COLOUR})(?:色)?(?:的)?(?:油漆|漆|颜料|颜色)?"
        ),
        clause,
    )
    match = match or fullmatch(
        rf"(?P<a>.+?)(?:要|应该是?|最好是?|得是|换|改)(?P<c>{chinese.COLOUR})(?:色的?|的)", clause
    )
    if match and _named(match["a"]) and nounlike(match["a"]) and chinese.colour(match["c"]):
        return [at({"op": "recolor", "color": chinese.colour(match["c"])}, match["a"])]
    match = fullmatch(
        rf"(?:给(?P<a>.+?)(?:加上?|换上?|用上?)?|(?P<b>.+?)用)?(?P<m>{MATERIAL})(?:材质|质感|质地|纹理)(?:的)?", clause
    )
    if match:
        return [
            at(
                {"op": "retexture", "material": MATERIALS[match["m"]], "region": {"phrase": "it"}},
                match["a"] or match["b"] or "它",
            )
        ]
    return []


_WAY = r"(?:往|向|朝)?(?P<way>左上|右上|左下|右下|左|右|上|下)(?:边|面|侧|方)?"
_SHIFT = {"左": ("dx", -1), "右": ("dx", 1), "上": ("dy", -1), "下": ("dy", 1)}
_MOVE = r"(?:移动|移|挪动|挪|平移|推|拖|靠|调)"


def moves(clause: str) -> list[Draft]:
    """As in "把猫移到右边", "往左挪一点", "杯子放到右上角", "居中"."""
    match = fullmatch(
        rf"(?:[把将让])?(?P<a>.*?)(?:整体|再|稍微|略微|也)*{_WAY}(?:再)?{_MOVE}(?:动|过去)?(?P<n>.*)", clause
    )
    match = match or fullmatch(
        rf"{_MOVE}(?P<a>.+?)(?:再)?(?:往|向|朝)(?P<way>左上|右上|左下|右下|左|右|上|下)(?:边|面|侧|方)?(?P<n>.*)",
        clause,
    )
    if (
        match
        and nounlike(match["a"])
        and fullmatch(
            (
                rf"(?:过去|一?点儿?|一些|些|一下|很多|{numbers.NUMERAL}%|百分之{numbers.NUMERAL}|"
                rf"{numbers.NUMERAL}分之{numbers.NUMERAL}|[的了])*"
            ),
            match["n"],
        )
    ):
        return [_shifted(match["a"], match["way"], clause)]
    match = fullmatch(
        rf"(?:[把将让])?(?P<a>.+?)(?:再|稍微)?(?:往|向|朝)(?P<way>左上|右上|左下|右下|左|右|上|下)(?:边|面|侧|方)?"
        rf"(?P<n>一?点儿?|一?些|{numbers.NUMERAL}%|百分之{numbers.NUMERAL})",
        clause,
    )
    if match and nounlike(match["a"]) and _named(match["a"]):
        return [_shifted(match["a"], match["way"], match["n"])]
    match = fullmatch(rf"(?:[把将让])?(?P<a>.*?)(?:往|向|朝)(?P<to>正?中[间央])(?:{_MOVE})(?:动|过去|一?点)*", clause)
    match = match or fullmatch(
        (
            rf"(?:[把将让])?(?P<a>.*?)(?:{_MOVE}|放|摆|换|弄|搬)(?:动)?(?:到|在|至|去)(?:了)?(?:画面|图片?|照片)"
            rf"?的?(?P<to>.+?)"
        ),
        clause,
    )
    match = match or fullmatch(r"(?:移动|移|挪|搬)(?P<a>.+?)(?:到|至)(?P<to>.+)", clause)
    if match and nounlike(match["a"]) and (match["a"] == "" or _named(match["a"])):
        return _moved(match["a"], match["to"])
    match = fullmatch(r"(?:[把将让])?(?P<a>.*?)(?:放|移|挪|摆)?(?:居中|到中间|在中间)(?:一下|显示)?", clause)
    return (
        [{"op": "move", "region": region(match["a"]) or {"phrase": "it"}, "place": "center"}]
        if match and nounlike(match["a"])
        else []
    )


def _shifted(words: str, way: str, much: str) -> Draft:
    """So far that way: a share of the picture that is said, a tenth for a bit, two fifths for a lot."""
    part = numbers.fraction(much)
    usual = 0.1 if search(numbers._SLIGHT, much) else 0.4 if search("很多", much) else 0.2
    far = usual if part is None else part
    shifts = {axis: sign * far for letter in way for axis, sign in [_SHIFT[letter]]}
    return {"op": "move", "region": region(words) or {"phrase": "it"}, **shifts}


def _moved(words: str, to: str) -> list[Draft]:
    place = chinese.place(to.removesuffix("一点").removesuffix("去"))
    draft: Draft = {"op": "move", "region": region(words) or {"phrase": "it"}}
    if place in ("left", "right") and not search("最|靠|角", to):
        return [{**draft, "dx": -0.2 if place == "left" else 0.2}]
    if fullmatch(r"别处|别的地方|其他地方|那边|这边", to):
        return [draft]  # whoever carries it out asks where
    return [{**draft, "place": place}] if place else []


def copies(clause: str) -> list[Draft]:
    """As in "复制杯子", "把树复制两份放在右边", "再来一个一样的"."""
    if search(r"复制(?:图片|照片|到剪贴板|一下图)|副本", clause):
        return []
    match = fullmatch(
        (
            rf"(?:[把将])?(?P<a>.*?)(?:再)?(?:复制|克隆|拷贝)(?:出)?(?:(?P<n>{COUNT}){MEASURE}?(?:份|次|遍)?)?(?:个|"
            rf"份)?(?P<b>.*?)(?:,?(?:放|摆|到)(?:在|到)?(?P<to>.+))?"
        ),
        clause,
    )
    if match is None:
        same = fullmatch(
            rf"(?:再|多)(?:来|加|放)?(?P<n>{COUNT})?{MEASURE}?(?:一模一样|一样|同样|相同)的(?P<b>.*)", clause
        )
        return (
            [{"op": "duplicate", "region": region(same["b"]) or {"phrase": "it"}, **_times(same["n"])}] if same else []
        )
    words, spot = (match["a"] or match["b"]).removesuffix("给我"), match["to"]
    if match["b"] and match["a"] and chinese.place(match["a"]):  # "右边复制一棵一样的树"
        words, spot = match["b"].removeprefix("一样的").removeprefix("同样的"), match["a"]
    if not nounlike(words) or search("分支|版本", words):
        return []
    place = whereto(spot)
    return [
        {
            "op": "duplicate",
            "region": region(words) or {"phrase": "it"},
            **_times(match["n"]),
            **({"place": place} if place else {}),
        }
    ]


def _times(words: str | None) -> Draft:
    return {"count": numbers.count(words)} if words and numbers.count(words) > 1 else {}


def cutouts(clause: str) -> list[Draft]:
    """As in "抠图", "把杯子抠出来", "只保留人物"."""
    if fullmatch(
        (
            r"(?:帮我)?(?:做|进行|来)?(?:一个|一下|个)?抠(?:一下|个)?图|抠像|(?:把|将)?(?:主体|人物|人像|前景)"
            r"(?:单独)?(?:抠|扣|提取|分离)(?:取|出来|下来|一下)?"
        ),
        clause,
    ):
        who = search(r"人物|人像", clause)
        return [{"op": "extract", **({"region": {"phrase": who[0]}} if who else {})}]
    match = fullmatch(
        (
            r"(?:[把将])?(?P<a>.+?)(?:单独|给我|整个)?(?:做成贴纸|抠成贴纸|抠出来|抠下来|扣出来|提取出来|"
            r"分离出来|抠图|抠出|剪下来)(?:,?做成贴纸)?"
        ),
        clause,
    )
    match = match or fullmatch(
        r"(?:抠出|抠取|提取|分离出?|抠|(?:只|仅)(?:保留|留下?|要))(?P<a>.+?)(?:部分|就行|本身)?", clause
    )
    if match and _named(match["a"]) and nounlike(match["a"]) and not search("颜色|色$|彩色", match["a"]):
        return [at({"op": "extract", **({"crop": True} if "贴纸" in clause else {})}, match["a"])]
    return []


def poses(clause: str) -> list[Draft]:
    """As in "让她微笑", "让狗坐下", "他笑一笑"."""
    face = fullmatch(
        r"(?:[把将让])?(?P<a>.*?)的?(?:表情|神情)(?:再|更|稍微|变得?|弄得?|调得?|换成|改成|要|自然)*(?P<pose>[^一点些]{1,6}?)"
        r"(?:的|一?点儿?|一?些)*",
        clause,
    )
    if face and face["pose"] not in ("不好", "不对"):
        pose = POSES.get(face["pose"], face["pose"])
        return [at({"op": "pose", "pose": pose, "region": {"phrase": "人物"}}, face["a"])]
    match = fullmatch(
        (
            rf"(?:[让叫使把])?(?P<a>.+?)(?:都|也|稍微|能|可以|应该|要|在|正在|变得|看起来|露出|做出)*(?P<pose>{POSE})"
            rf"(?:一[点下笑]|起来|一个|的|着|表情|动作|姿势|样子)*"
        ),
        clause,
    )
    if match is None or not _named(match["a"]) or not nounlike(match["a"]) or search(r"去|变|换|加|不", match["a"]):
        return []
    if not search(r"^[让叫使把]|应该|要|能|一[下点笑]|起来", clause):
        return []
    return [at({"op": "pose", "pose": POSES[match["pose"]]}, match["a"])]


def shapes(clause: str) -> list[Draft]:
    """As in "把他变瘦一点", "瘦脸", "让花瓶更圆"."""
    words = "|".join(sorted(SHAPES, key=len, reverse=True))
    match = fullmatch(
        (
            rf"(?:[把将让])?(?P<a>.+?)(?:变得|变|弄得|弄|拉|调|更|再|p|稍微|显得|看起来)+(?P<s>{words})(?:的)"
            rf"?(?:一?[点些儿]+)?"
        ),
        clause,
    )
    if match and _named(match["a"]) and nounlike(match["a"]) and not search(r"度$|值$", clean(match["a"])):
        return [at({"op": "warp", "shape": SHAPES[match["s"]]}, match["a"])]
    return []
