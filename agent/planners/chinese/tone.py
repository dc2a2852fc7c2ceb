"""Light, colour and sharpness: wishes ("亮一点"), complaints ("太暗了"), named scales ("对比度+20"), effects ("虚化").

It gives drafts of adjust and background. Knows nothing of objects beyond their names.
"""

from __future__ import annotations

from agent.planners.chinese import numbers
from agent.planners.chinese.phrases import Draft, at, clean, nounlike, region, whole
from agent.planners.chinese.saying import fullmatch, pattern, search

Fields = dict[str, float]  # multiples of the level
_CRISP: Fields = {"contrast": 0.5, "sharpness": 0.8}
SCALES: tuple[tuple[str, Fields], ...] = (
    (r"自然饱和度|鲜艳度|鲜艳程度|鲜明度", {"vibrance": 1}),
    (r"色彩饱和度|颜色饱和度|饱和度?|色彩浓度|颜色浓度|色彩(?=的?(?:鲜|浓))", {"saturation": 1}),
    (r"曝光度|曝光量|曝光|亮度|明亮度|明度|光线亮度", {"exposure": 1}),
    (r"明暗对比度?|对比度|对比|反差", {"contrast": 1}),
    (r"色温", {"temperature": 1}), (r"色相", {"hue": 1}), (r"色调(?=[+-]|[加减]\d)", {"tint": 1}),
    (r"清晰度|通透度|细节", _CRISP), (r"锐利度|锐化度|锐度|锐化程度", {"sharpness": 1}),
    (r"高光(?:部分|区域)?|亮部|亮处|高亮部分|亮的(?:地方|部分|区域)", {"highlights": 1}),
    (r"阴影|暗部|暗处|暗面|[暗黑]的(?:地方|部分|区域)", {"shadows": 1}),
    (r"暗角|晕影", {"vignette": 1}), (r"胶片颗粒感?|颗粒感?", {"grain": 1}), (r"模糊度|模糊程度", {"blur": 1}),
)  # fmt: skip
_SCALE = "|".join(f"(?:{source})" for source, _ in SCALES)
_UP = (
    r"往上[拉调提]|拉上去|来一[点些]|提高|提升|增加|增强|加强|加大|加重|加深|调高|调大|调强|调亮|拉高|拉大|上调|提亮|打亮|增亮|增大|升高|加上|加入|"
    r"添加|来点|强化|打开|更|高|大|强|多|浓|"
    r"重|亮|足|提|升|增|加|明显|突出"
)
_DOWN = (
    r"往下[拉调压]|拉下来|降低|减少|减弱|减小|减轻|减淡|调低|调小|调弱|调暗|拉低|下调|压低|压暗|压一压|恢复|找回|去除|去掉|弱化|柔化|低|"
    r"小|弱|少|暗|压|降|减|收|柔和|柔|轻|淡"
)
_SHORT_DOWN = (
    r"往下[拉调压]|降低|减少|减弱|减小|减轻|减淡|调低|调小|调弱|调暗|拉低|下调|压低|压暗|压|降|减|弱化|柔化|恢复|找回|"
    r"收"
)
_SHORT_UP = (
    r"提高|提升|增加|增强|加强|加大|加重|加深|调高|调大|调强|调亮|拉高|拉大|上调|提亮|打亮|增亮|增大|加上|加入|添加|"
    r"强化|来点|提|加|增|调"
)
_LACK = r"不够|不足|欠缺|欠|缺乏|缺少|没有|缺"
_TOO = r"太|过于|过分|过(?=[高低大小强弱重浓暗亮])|偏|有点儿?|有些"


def scales(clause: str) -> list[Draft]:
    """Named scales: "饱和度提高百分之二十", "亮度和对比度都加一点", "压一压高光"."""
    if not search(_SCALE, clause):
        return []
    drafts: list[Draft] = []
    pending: list[Fields] = []
    where = ""
    for part in pattern(r"[、,]|(?:(?<![饱暖柔])和|与|跟|以及|还有)(?=[^,、]{0,6}(?:" + _SCALE + "))").split(clause):
        made = _scale(part)
        if made is None:
            return []
        fields, sign, said = made
        where = where or said
        if sign is None:
            pending.append(fields)
            continue
        level = numbers.level(part) * sign
        for one in (*pending, fields):
            drafts.append({"op": "adjust", **scaled(one, level)})
        pending = []
    if pending and drafts:
        last = drafts[-1]
        level = max((value for value in last.values() if isinstance(value, float)), key=abs)
        drafts += [{"op": "adjust", **scaled(one, level)} for one in pending]
    if not drafts or not nounlike(where):
        return []
    merged = {name: value for draft in drafts for name, value in draft.items()}
    return [at(merged, where)] if not whole(clean(where)) else [merged]


def scaled(fields: Fields, level: float) -> Draft:
    """The fields by a level; those that only grow stop at 0."""
    return {name: max(-100.0, min(100.0, round(level * share, 1))) for name, share in fields.items()}


def _scale(part: str) -> tuple[Fields, float | None, str] | None:
    """The fields of one named scale, up or down (None where nothing says), and the words of its target."""
    found = search(_SCALE, part)
    if found is None:
        return None
    fields = next(fields for source, fields in SCALES if fullmatch(source, found[0]) or search(source, found[0]))
    before, after = part[: found.start()], part[found.end() :]
    lead = search(
        rf"(?:再|稍微|略微|适当|把|将|一起|都)*(?P<verb>{_SHORT_UP}|{_SHORT_DOWN})(?:一下|一点儿?|一些|点|些|了)?",
        before,
    )
    verb = lead["verb"] if lead and (lead.start() == 0 or before[: lead.start()] in ("把", "将")) else ""
    target = before[lead.end() :] if lead and verb else before
    sign = _sign(f"{verb} {pattern(numbers._FULL).sub('', after)}", only="highlights" in fields or "shadows" in fields)
    if sign is None and search(r"拉满|拉到头|最大|开满", after):
        sign = 1.0
    if sign is None and verb == "调":
        return None
    if sign is None and not after.strip("的一点些儿"):
        return (fields, 1.0, target) if verb else (fields, None, target)
    return None if sign is None else (fields, sign, target)


def _sign(words: str, *, only: bool) -> float | None:
    if search(numbers.NOTHING, words):
        return -1.0
    if search(_LACK, words):
        return 1.0
    value = numbers.said(words)
    if value is not None and search(r"[+-]\s?\d", words):
        return 1.0 if value > 0 else -1.0
    down, up = search(_DOWN, words), search(_UP, words)
    if only and search(r"过曝|溢出|死白|刺眼", words):
        return -1.0
    if only and search(r"深|暗|黑|死", words):
        return 1.0 if search(r"太|过|不要|别", words) else -1.0
    sign = 1.0 if up and (not down or up.start() <= down.start()) else -1.0 if down else None
    if sign is None:
        return 1.0 if value is not None else -1.0 if search(r"过度|过头", words) else None
    if search(rf"^ ?(?:的?){_TOO}", words.strip()) or search(r"太|过于|过分|偏", words):
        return -sign
    return sign


# adjectives: words, fields when it is wanted to be so
_QUALITIES: tuple[tuple[str, Fields], ...] = (
    (r"明亮|亮堂|光亮|亮", {"exposure": 1}), (r"昏暗|阴暗|暗淡|暗沉|黑暗|幽暗|暗|黑", {"exposure": -1}),
    (r"温暖|暖和|暖色?", {"temperature": 1}), (r"清冷|冷清|冰冷|冷色?|凉", {"temperature": -1}),
    (r"黄", {"temperature": 1}),
    (r"湛蓝|蔚蓝|蓝", {"temperature": -1}), (r"绿", {"tint": -1}), (r"青", {"tint": -0.6, "temperature": -0.6}),
    (r"红|紫|粉", {"tint": 1}),
    (r"鲜艳|艳丽|艳|浓郁|浓烈|浓|鲜明|生动|绚丽|缤纷|丰富|饱满|饱和|鲜活|鲜亮", {"saturation": 1}),
    (r"素雅|素净|清淡|淡雅|淡", {"saturation": -1}),
    (r"清晰|清楚|锐利|清透|锐", _CRISP),
    (r"清澈|透亮|通透|干净", {"contrast": 0.5, "saturation": 0.5, "exposure": 0.3}),
    (r"(?<!景)深", {"exposure": -0.7, "saturation": 0.5}),
    (r"浅", {"exposure": 0.7, "saturation": -0.5}), (r"红润|有气色", {"saturation": 0.7, "tint": 0.4}),
    (r"柔和|柔软|柔美|柔", {"sharpness": -1}),
    (r"有层次感?|有立体感|立体|有冲击力|有质感|强烈", {"contrast": 1}),
    (r"有戏剧性|戏剧性?|戏剧化|有戏剧感|大气|震撼", {"contrast": 1, "shadows": -0.3}),
)  # fmt: skip
_QUALITY = "|".join(source for source, _ in _QUALITIES)
_DULL = r"灰|灰暗|平淡|单调|沉闷|寡淡|平|没(?:有)?(?:生气|活力|精神|层次|对比)|乏味|苍白"
_FAULTS: tuple[tuple[str, Draft], ...] = (
    (r"逆光(?:拍的)?|背光(?:拍的)?", {"shadows": 40.0}),
    (r"刺眼|过曝|曝光过度|曝光过了|惨白|发白|晃眼", {"exposure": -25.0}),
    (r"欠曝|曝光不足|曝光不够|黑乎乎|黑漆漆", {"exposure": 25.0}),
    (_DULL, {"contrast": 10.0, "saturation": 25.0}),
    (r"花哨|艳俗|俗", {"saturation": -25.0}),
)
_DO = (
    r"调得|调整得|调成|调|弄得|弄|变得|变成|变|搞得|搞|做得|做|修得|修|处理得|往|更加|更|再|要|应该|可以|能|需要|"
    r"显得|看起来|看上去|整体|还|打|提|压|加|增"
)
_MUCH = numbers._SLIGHT + "|" + numbers._STRONG
_POST = (
    rf"(?:{_MUCH}|{numbers._FULL}|[了儿的啊]|得多|过头|{numbers.NUMERAL}%|百分之{numbers.NUMERAL}|"
    rf"{numbers.NUMERAL}(?:成|倍|度|档|挡|ev)?|一半|[+-]\d+|到|一些|来)*"
)
_MARK = (
    r"不是很|不太|不怎么|不够|没那么|不|太过于?|太|过于|过分|过|偏|有点儿?|有些|这么|那么|好|很|特别|非常|实在|真的?|"
    r"发|泛|比较|略|显|都|还是"
)
_DONT = r"(?:不要|别)(?:那么|这么|太)"


def qualities(clause: str) -> list[Draft]:
    """Wishes and complaints in adjectives: "天空再蓝一点", "太暗了", "把脸调亮", "调亮左边"."""
    if dim := _dim_face(clause):
        return dim
    match = fullmatch(
        (
            rf"(?P<pre>.*?)(?P<mid>(?:{_DONT}|{_MARK}|{_DO}|{numbers._SLIGHT}|{numbers._FULL})*)(?P<adj>{_QUALITY})"
            rf"(?:色调?)?(?P<post>{_POST})(?:的感觉|的效果|的样子)?"
        ),
        clause,
    )
    if match and nounlike(match["pre"]) and not search(r"[放添摆戴挂贴写]|画(?!面|质|风)|[月漂照]$", match["pre"]):
        made = _quality(match["pre"], match["mid"], match["adj"], match["post"])
        if made:
            return made
    match = fullmatch(
        (
            rf"(?P<pre>)(?P<mid>稍微|略微|适当|整体)?(?P<do>调|提|打|加|增|压|变|弄|加深|减淡)(?P<adj>{_QUALITY}|深)"
            rf"(?P<post>(?:一点儿?|一些|些|点|一下)?)(?P<what>[^,]+)"
        ),
        clause,
    )
    if match and nounlike(match["what"]) and not search(r"^[的度]|光$|色$|色调", match["what"]):
        fields = {"exposure": -1.0} if match["adj"] == "深" else _fields(match["adj"])
        level = numbers.level(f"{match['mid'] or ''}{match['post']}")
        return [_placed({"op": "adjust", **scaled(fields, level)}, match["what"])]
    return _stacked(clause) or _casts(clause) or _faults(clause)


def _stacked(clause: str) -> list[Draft]:
    """Several adjectives of one wish: "调得明亮通透一点", "又亮又清晰"."""
    match = fullmatch(
        rf"(?P<pre>.*?)(?P<mid>(?:{_MARK}|{_DO}|{numbers._SLIGHT})*)又?(?P<a>{_QUALITY})[、又而且]*(?P<b>{_QUALITY})"
        rf"(?P<post>{_POST})(?:的感觉|的效果|的样子)?",
        clause,
    )
    if match is None or not nounlike(match["pre"]):
        return []
    made = [_quality(match["pre"], match["mid"] or "再", match[name], match["post"]) for name in "ab"]
    return [{**made[1][0], **made[0][0]}] if all(made) else []


def _dim_face(clause: str) -> list[Draft]:
    """A face said to be dark with no word of too much: "人脸黑", "脸上发黑"."""
    match = fullmatch(r"(?P<who>.{0,6}(?:脸|脸上|脸部|面部|人|人物))(?:都|发)?[黑暗](?:了)?", clause)
    return [_placed({"op": "adjust", "shadows": 40.0}, match["who"].removesuffix("上"))] if match else []


_CAST: dict[str, Fields] = {
    "黄": {"temperature": 1}, "蓝": {"temperature": -1}, "红": {"tint": 1}, "紫": {"tint": 1}, "粉": {"tint": 1},
    "绿": {"tint": -1}, "青": {"tint": -1},
}  # fmt: skip


def _casts(clause: str) -> list[Draft]:
    """A colour there is too much of, or that there shall be more of: "红色太多了", "黄色少一点"."""
    match = fullmatch(
        (
            rf"(?P<pre>.*?)(?P<c>[黄蓝红紫粉绿青])色?(?:调|的成分)?(?P<mid>{_MARK})?(?P<d>多|重|浓|少|淡|轻|减少|"
            rf"增加|减|加)(?P<post>{_POST})"
        ),
        clause,
    )
    if match is None or not nounlike(match["pre"]):
        return []
    more = match["d"] in ("多", "重", "浓", "增加", "加")
    sign = (1.0 if more else -1.0) * (-1.0 if complains(match["mid"] or "") else 1.0)
    return [_placed({"op": "adjust", **scaled(_CAST[match["c"]], sign * numbers.level(match["post"]))}, match["pre"])]


def _fields(adjective: str) -> Fields:
    return next(fields for source, fields in _QUALITIES if fullmatch(source, adjective))


def _quality(pre: str, mid: str, adjective: str, post: str) -> list[Draft]:
    fields = _fields(adjective)
    complaint = complains(mid, post)
    if not mid and not post and not pre and len(adjective) == 1:
        return [] if adjective in "黄绿红紫粉蓝黑青" else [{"op": "adjust", **scaled(fields, numbers.DEFAULT)}]
    if adjective in ("红", "绿", "紫", "粉", "黄", "蓝", "黑", "青") and not (
        complaint or search(r"[点些更再调+\d]|一点", mid + post)
    ):
        return []  # "变红" is another colour, "红一点" more of it
    level = numbers.level(mid + post)
    level = {True: 25.0}.get(complaint and level == numbers.STRONG and "很" in mid, level)
    if search(_DONT, mid):
        level = numbers.SLIGHT
    sign = -1.0 if complaint and not search(r"不(?!要)|没", mid) else 1.0
    if adjective in ("暗", "黑") and search(r"不(?!要)|没", mid):
        sign = 1.0
    return [_placed({"op": "adjust", **scaled(fields, sign * level)}, pre)]


def _placed(draft: Draft, words: str) -> Draft:
    """The draft at its target; light and dark behind the subject are the background's own operation."""
    where = region(pattern(r"(?:的)?(?:颜色|色彩|色调|光线|光|画面)$").sub("", clean(words)) or words)
    if where is None:
        return draft
    if where["phrase"] == "背景" and set(draft) == {"op", "exposure"}:
        mode = "lighten" if draft["exposure"] > 0 else "darken"
        return {
            "op": "background",
            "mode": mode,
            **({"amount": abs(draft["exposure"])} if abs(draft["exposure"]) != 25 else {}),
        }
    return {**draft, "region": where}


def complains(mid: str, post: str = "") -> bool:
    """Whether the words around an adjective find fault with it, or miss it, rather than ask for it."""
    if search(_DONT, mid):
        return True
    if search(r"不够|不太|不怎么|不是很|没那么|(?<!要)不(?!要)", mid):
        return True
    if mid.endswith("偏") and search(r"一?[点些]", post):
        return False  # "偏暖一点" is a wish, "偏暖" a complaint
    if search(r"太|过|偏|有点|有些|发|泛|略显", mid):
        return not search(r"[调弄变搞做修打提压加增更再]", mid)
    return (bool(search(r"这么|那么|好|很|特别|非常|实在|真|比较|显|看起来|看上去", mid)) and not search(
        r"[调弄变搞做修打提压加增更再要]|一点|些", mid + post
    )) or bool(search(r"得厉害|得不行|死了|过头|得要命", post))  # fmt: skip


def _faults(clause: str) -> list[Draft]:
    for source, remedy in _FAULTS:
        match = fullmatch(
            (
                rf"(?P<pre>.*?)(?P<mid>(?:{_MARK}|看起来|看上去|显得|整体|感觉|颜色|色彩|有|{numbers._SLIGHT})*)"
                rf"(?:{source})(?:了|的|啊|得厉害|一点|些)*"
            ),
            clause,
        )
        if match and nounlike(match["pre"]) and (match["mid"] or len(clause) > 1):
            return [_placed({"op": "adjust", **remedy}, match["pre"])]
    return []


_BLUR = r"(?:高斯)?模糊|虚化|柔焦|糊(?!了)|变虚"
_MOSAIC = r"马赛克|打码|像素化|厚码"


def effects(clause: str) -> list[Draft]:
    """Blur, mosaic, sharpening, vignette, grain as things that are done."""
    mosaic = fullmatch(
        (
            rf"(?P<a>.*?)(?:打上?|加上?|弄上?|用|做)?(?:个|点|一层)?(?:{_MOSAIC})(?:处理|掉|效果|遮住|挡住)*(?:一?下)"
            rf"?(?P<b>.*?)"
        ),
        clause,
    )
    if mosaic and nounlike(mosaic["a"]) and not (mosaic["a"] and mosaic["b"]):
        return [at({"op": "adjust", "pixelate": 50.0}, mosaic["a"] or mosaic["b"])]
    blur = fullmatch(
        (
            rf"(?P<a>.*?)(?:稍微|进行|做|弄|变|加|调|再|更|得|轻微|强烈|大幅|全部|都)*(?:{_BLUR})(?:处理|掉|效果)"
            rf"?(?P<much>一下|起来|{_POST})(?P<b>.*?)"
        ),
        clause,
    )
    if (
        blur
        and not search(r"不|太|有点|去|除", blur["a"])
        and nounlike(blur["a"] or blur["b"])
        and not (clean(blur["a"]) and blur["b"])
    ):
        return [_blurred(blur["a"] or blur["b"], clause)]
    sharp = fullmatch(
        rf"(?P<a>.*?)(?:进行|做|再|稍微|适当|整体|加强|来)*锐化(?:处理|一下|效果)?(?P<much>{_POST})(?P<b>.*?)", clause
    )
    if sharp and nounlike(sharp["a"] or sharp["b"]):
        return [at({"op": "adjust", "sharpness": numbers.level(clause)}, sharp["a"] or sharp["b"])]
    added = fullmatch(
        (
            r"(?:.*?)(?:加上?|来|添加|加入|做|弄|打)?(?:一?点|一?个|些|一层|一圈)?(暗角|晕影|胶片颗粒感?|颗粒感?|"
            r"噪点感)(?:效果)?"
        ),
        clause,
    )
    if added and search(r"加|来|添|做|弄|打", clause):
        field = "vignette" if added[1] in ("暗角", "晕影") else "grain"
        return [{"op": "adjust", field: numbers.level(clause)}]
    return []


def _blurred(words: str, clause: str) -> Draft:
    where = region(words)
    level = numbers.level(clause)
    if where and where["phrase"] in ("背景", "后景", "后面"):
        amount = {numbers.SLIGHT: 30.0, numbers.STRONG: 80.0, numbers.DEFAULT: 0.0}.get(level, level)
        return {"op": "background", "mode": "blur", **({"amount": amount} if amount else {})}
    return at({"op": "adjust", "blur": level}, words)
