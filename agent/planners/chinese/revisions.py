"""Acts that change what was done before: drop, amend, "减半", restore. Knows no store."""

from __future__ import annotations

from typing import Any

from agent.planners.chinese import numbers
from agent.planners.chinese.lexicon import LOOK
from agent.planners.chinese.moves import step_name
from agent.planners.chinese.numbers import NUMERAL
from agent.planners.chinese.phrases import clean, nounlike, region, whole
from agent.planners.chinese.said import LAST, STEP, Said
from agent.planners.chinese.saying import fullmatch, pattern, search

_KEEP = r"(?:,?(?:但是?|不过|可|并|只是)?(?:还是|要)?(?:保留|留着|留下|保持|不动|别动|不要动|其他|其余|别的|剩下).*)?"
_UN = r"(?:撤销|撤回|取消|撤掉|还原|去除|undo)"
_TAKE = r"(?:去掉|删掉|删除|拿掉|不要|取消|撤销|撤掉|去除|移除|抹掉)"
_EFFECTS = rf"(?:虚化|模糊|暗角|颗粒感?|锐化|磨皮|马赛克|翻转|旋转|裁剪|打光|黑白|{LOOK})"
_THAT = r"(?:那一?步|这一?步|的那一?步|那个步骤|那次|那个操作|的操作|的步骤|的修改|这个操作|步骤|的效果|效果|滤镜)"


def drop(clause: str) -> Said | None:
    """One earlier operation leaves, the others stay."""
    text = clause
    if search(
        r"^(?:别|不要|不用|怎么|如何|为什么|能)?(?:再)?(?:别|不要|不用|怎么|如何|为什么)(?:再)?(?:撤|取消)", text
    ):
        return None
    numbered = fullmatch(rf"(?:{_UN}|{_TAKE}|跳过)(?:掉)?{STEP}(?:的?操作)?{_KEEP}", text) or fullmatch(
        rf"(?:[把将])?{STEP}(?:的?操作|的修改)?(?:{_UN}|{_TAKE}|删|去|扔)(?:掉|了)?{_KEEP}", text
    )
    if numbered:
        return Said("drop", {"turn": numbers.ordinal(next(filter(None, numbered.groups())))})
    match = fullmatch(rf"(?:{_UN}|{_TAKE})(?:掉)?(?P<name>[^,]+?){_THAT}(?:了)?{_KEEP}", text) or fullmatch(
        rf"(?:[把将])?(?P<name>[^,]+?){_THAT}(?:给)?(?:都)?(?:{_UN}|{_TAKE})(?:掉|了)?{_KEEP}", text
    )
    if match and not fullmatch(LAST, match["name"]):
        return Said(
            "drop", {"name": step_name(match["name"])}, unsure=bool(search("效果|滤镜", text)) and not search(_UN, text)
        )
    match = fullmatch(rf"(?:{_UN})(?:掉)?(?:对)?(?P<name>[^,]+?)(?:的?(?:操作|修改|调整|改动))?{_KEEP}", text)
    if match and not fullmatch(
        rf"(?:{LAST})(?:的)?(?:操作|修改)?|.*(?:步|次)|全部|所有.*|噪点.*|.*雾|阴影|暗角|反光|水印|文字|字",
        match["name"],
    ):
        return Said("drop", {"name": step_name(match["name"])}, unsure=text.startswith(("去除", "还原", "取消")))
    match = fullmatch(rf"(?:[把将])?(?P<name>[^,]+?)(?:{_UN})(?:掉|了)?{_KEEP}", text)
    if match and not fullmatch(rf"(?:{LAST})|.*(?:步|次)|全部|所有.*|都", match["name"]):
        return Said("drop", {"name": step_name(match["name"])}, unsure=bool(search("还原|去除", text)))
    back = fullmatch(
        (r"(?:[把将])?(?P<name>亮度|对比度|饱和度|色温|锐度|清晰度|曝光|颗粒|暗角)(?:再)?(?:调|改|变|弄)回(?:去|来)"),
        text,
    )
    if back:
        return Said("drop", {"name": back["name"]})
    if fullmatch(
        r"(?:[把将]?(?:图片?|照片|画面|它))?(?:再)?(?:变回|恢复|还原|调回|改回|回到|换回)(?:成|为)?(?:彩色|有颜色)的?",
        text,
    ):
        return Said("drop", {"name": "黑白"})
    kept = fullmatch(
        rf"(?:{_TAKE})(?P<name>[^,]+?),?(?:但是?|不过|可是?|并)?(?:还是|要)?(?:保留|留着|留下|保持)(?P<rest>.+)", text
    ) or fullmatch(
        (
            rf"(?:[把将])?(?P<name>[^,]+?)(?:{_TAKE})(?:了)?,?(?:但是?|不过|可是?|并)?(?:还是|要)?(?:保留|留着|留下)"
            rf"(?P<rest>.+)"
        ),
        text,
    )
    if kept:
        return Said("drop", {"name": step_name(kept["name"])}, unsure=True)
    return _unwanted(text)


def _unwanted(text: str) -> Said | None:
    """What was put in or done and is not wanted any more: "刚加的帽子去掉", "暗角算了", "不要虚化了"."""
    again = fullmatch(
        (
            r"(?:[把将])?(?:刚才|刚刚|刚|之前|你)(?:你|我)?(?:加上?|添加|放上?|写|画)的(?P<name>[^,]+?)(?:再)"
            r"?(?:去掉|删掉|拿掉|不要了?|撤销|取消)(?:了|吧)?|(?:去掉|删掉|拿掉|不要)(?:刚才|刚刚|刚|之前|你)(?:你|"
            r"我)?(?:加上?|添加|放上?|写|画)的(?P<b>.+)|(?P<c>[^,]+?)(?:还是)?(?:算了|不要了)(?:吧)?"
        ),
        text,
    )
    again = again or fullmatch(r"(?:不要|不想要|去掉|拿掉)(?P<d>[^,]{1,10}?)了(?:吧)?", text)
    name = next(filter(None, again.groups()), None) if again else None
    unsure = name is None or not fullmatch(rf"{_EFFECTS}(?:效果)?", name)
    return Said("drop", {"name": step_name(name)}, unsure=unsure) if name and nounlike(name) else None


_LEAD = (
    r"^(?:(?:刚才|刚刚|上一步)的?(?:那个|这个)?的?(?=强度|力度|效果|程度)|稍微|略微|稍|还是|好像|感觉|现在|这个?|那个?|效果|程度|嗯|哦|但|它|再|可以|应该|要|有点儿?(?=太)|好像|"
    r"看起来|整体|"
    r"强度|力度)+"
)
_FACTORS: tuple[tuple[str, float], ...] = (
    (r"(?:太太|实在太|也太|真的太)(?:多|过|强|重|夸张|猛|厉害)(?:了)?|太过分了?", 0.35),
    (r"(?:有点儿?|稍微|略微|有些|稍)(?:太|过)?(?:多|过|强|重|夸张|猛|过头|过火)(?:了)?", 0.7),

    ((
        r"太(?:多|过|强|重|夸张|猛|狠|过头|过火)(?:了)?|过(?:头|火|分|度|了)(?:了)?|用力过猛了?|多了|重了|强了|"
        r"过于(?:强烈|夸张|明显)"
    ), 0.5),

    ((
        r"(?:减|降|砍|弱)(?:到|成|为)?(?:一半|半)|减半|一半(?:就好|就够|就行|吧|强度|的?(?:强度|程度|效果))?(?:了)?|"
        r"只要一半|(?:强度|程度|效果)?减半|[弱少小轻]一半"
    ), 0.5),
    (r"加倍|翻倍|翻一番|两倍|(?:再)?(?:强|多|加强|增加)(?:到)?(?:一倍|两倍)|双倍|(?:强度|程度|效果)(?:加倍|翻倍)", 2.0),
    (r"三倍|(?:强|多|加强)(?:到)?三倍", 3.0),
    (r"(?:多|强|重|加|狠|浓|明显|来|加强|增强)(?:一点点|一丢丢|一点儿?|一些|些|点)(?:点)?", 1.25),

    ((
        r"(?:没什么(?:变化|效果|区别)|看不出(?:来)?(?:变化|区别|效果)?|更多|更强|更重|更明显|更猛|更狠|加强|增强|"
        r"不够|还不够|还差(?:一点|点)|不太够|不明显|再来|继续|还要|"
        r"力度不够|程度不够|太弱|太轻|太少|太淡|太不明显)(?:了)?"
    ), 1.5),
    (r"(?:多很多|强很多|多得多|强得多|大幅加强|再猛很多)", 2.0),
    (r"(?:少|弱|轻|淡|减|收|减弱|减轻|降低|柔和|降)(?:一点点|一丢丢|一点儿?|一些|些|点)(?:点)?", 0.8),
    (r"(?:更|再|要)?(?:自然|含蓄|低调)(?:一点儿?|一些|些|点)|(?:别|不要)(?:这么|那么|太)(?:假|浮夸|生硬)", 0.7),
    (r"(?:少很多|弱很多|轻很多|弱得多|少得多)", 0.4),

    ((
        r"更(?:少|弱|轻|淡)|减弱|减轻|(?:别|不要)(?:这么|那么|太)(?:多|强|重|夸张|猛|明显|狠)|没(?:必要)?(?:这么|"
        r"那么)(?:多|强|重)|不用(?:这么|那么)(?:多|强|重)"
    ), 0.67),
)  # fmt: skip


def more_or_less(clause: str) -> Said | None:
    """The amount of the last step: "太多了，减半", "再多一点", "少一点"."""
    factor = factor_of(clause)
    return Said("amend", {"factor": factor}) if factor else None


def factor_of(words: str) -> float | None:
    """What an amount is to be multiplied by; None where the words say anything else."""
    found: float | None = None
    for part in pattern(r"[,.;!~]+").split(words):
        text = pattern(r"(?:吧|啊|呀|呢|哦|就好|就行|就够了?|一下)+$").sub("", part)
        bare = pattern(_LEAD).sub("", text)
        if not text:
            continue
        factor = next((value for source, value in _FACTORS if fullmatch(source, text) or fullmatch(source, bare)), None)
        if factor is None and (
            match := fullmatch(
                (
                    rf"(?:减|降|调|弱|变|改)?(?:到|成|为)?(?:原来的|现在的|刚才的)?(?:百分之({NUMERAL})|(\d+)%|"
                    rf"({NUMERAL})成)(?:的?(?:强度|程度|效果))?"
                ),
                bare,
            )
        ):
            value = numbers.fraction(match[0])
            factor = value if search("到|成|为|原来|现在|刚才", match[0][:-1]) else None
        if factor is None:
            return None
        found = factor
    return found


_REDO_AS = r"(?:改成|改为|换成|换为|变成|设成|设为|调成|调到|改到|用|写成|要)"


def amend(clause: str) -> Said | None:
    """An earlier step said anew: "第三步改成蓝色", "第2步减半", "不，要绿色", "还是改成绿色吧"."""
    match = fullmatch(rf"(?:在|把|将|让)?{STEP}(?:里面|里|中|的时候|的)?(?:,)?(?P<rest>.+)", clause)
    if match:
        groups = [group for group in match.groups()[:3] if group]
        args: dict[str, Any] = {"turn": numbers.ordinal(groups[0])}
        rest = match["rest"].strip(",:")
        amount = fullmatch(rf"{_REDO_AS}?(?:强度|数值|幅度|程度|百分之)?(?:{_REDO_AS})?({NUMERAL})(?:%|度)?", rest)
        if amount:
            return Said("amend", args, amount=numbers.number(amount[1]))
        factor = factor_of(rest) or factor_of(f"再{rest}")
        if factor:
            return Said("amend", {**args, "factor": factor})
        return Said("amend", args, rest=rest)
    match = fullmatch(
        (
            r"(?:不是?|不对|错了|等等|等一下|不不|我是说|我的意思是|应该是)(?:[^,]{0,12})?(?:,|的?是|而是|我是说|"
            r"我的意思是|应该是?)+(?P<rest>.+)"
        ),
        clause,
    )
    if match and not more_or_less(match["rest"]) and not search(r"^(?:撤销|回到|算了)", match["rest"]):
        return Said("amend", {}, rest=match["rest"])
    match = fullmatch(r"(?:算了)?(?:,)?(?:还是|不如|干脆)(?P<rest>(?:改成|换成|变成|改为|换为|用|要).+)", clause)
    return Said("amend", {}, rest=match["rest"]) if match else None


_OLD = r"(?:原来|原先|原本|本来|之前|以前|最初|最开始|一开始|开始|起初|旧|原始|原有|原|初始|刚开始)"
_STATE = r"(?:样子|状态|颜色|色彩|模样|外观|样|色|光线|亮度|大小|位置|面貌)"


def restore(clause: str) -> Said | None:
    """A part as it was earlier: "恢复汽车原来的颜色", "把天空恢复成最初的样子", "把脸恢复到第2步"."""
    for source in (
        rf"(?:恢复|还原|找回|变回|改回|换回)(?P<what>.+?)(?:的)?{_OLD}的?{_STATE}?(?P<when>)",
        (
            rf"(?:[把将让])?(?P<what>.+?)(?:的)?{_STATE}?(?:再|都|给我)?(?:恢复|还原|变回|改回|换回|弄回|调回|回到|"
            rf"恢复到|用回)(?:成|到|为|去)?{_OLD}的?{_STATE}?(?P<when>)"
        ),
        (
            rf"(?:[把将让])?(?P<what>.+?)(?:的)?{_STATE}?(?:再|都|给我)?(?:恢复|还原|变回|改回|换回|弄回|调回|回到|"
            rf"恢复到)(?:成|到|为)?(?P<when>{STEP})(?:时|的时候|那时)?(?:的)?{_STATE}?"
        ),
        (
            rf"(?:[把将让])(?P<what>.+?)(?:的)?{_STATE}?(?:恢复|还原|复原|变回来|改回来|换回来|弄回来|改回去|变回去|"
            rf"恢复原状|恢复原样|变回原样)(?:回来)?(?P<when>)"
        ),
        rf"(?P<what>.+?)(?:还是)?(?:用|要)?(?:回)?{_OLD}的(?:{_STATE})?(?:吧|就好|比较好|更好看?)?(?P<when>)",
        r"(?P<what>.+?)的(?:颜色|样子|外观)(?:再)?(?:恢复|还原|变回来|改回来|换回来)(?:回来|一下)?(?P<when>)",
        r"(?:恢复|还原)(?P<what>.+?)(?:的)?(?:颜色|样子|原状|原样|原貌)?(?P<when>)",
    ):
        match = fullmatch(source, clause)
        if match and _thing(match["what"]):
            number = fullmatch(STEP, match["when"]) if match["when"] else None
            turn = numbers.ordinal(next(filter(None, number.groups()))) if number else 0
            where = region(match["what"]) or {"phrase": "it"}
            return Said("restore", {}, ({"op": "restore", "turn": turn or 0, "region": where},))
    return None


def _thing(words: str) -> bool:
    said = clean(words)
    return bool(said) and not whole(said) and nounlike(words) and not search(
        r"^(?:到|成|为|撤销|第|上一|刚才|原|最|被)|(?:步|操作|度|版本|分支|一下)$|改成|换成|变成|使用", said
    )  # fmt: skip
