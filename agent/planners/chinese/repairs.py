"""What is wrong with a photograph and can be repaired: noise, haze, blur, tilt, colour cast; and "让它好看点".

It gives drafts of enhance, straighten and the automatic adjust. Knows nothing of objects beyond their names.
"""

from __future__ import annotations

from agent.planners.chinese import numbers
from agent.planners.chinese.phrases import Draft, at, nounlike
from agent.planners.chinese.saying import fullmatch, pattern, search

_TASKS: tuple[tuple[str, str], ...] = (

    ((
        r"(?:噪点|噪声|噪音|杂点|颗粒)(?:感)?(?:太|好|很|这么|有点|非常|实在太?)*(?:多|大|重|明显|严重)|(?:很多|好多|"
        r"太多|有)噪点|(?:去|去除|去掉|消除|减少|降低|清除|除|去一下)(?:噪点|噪声|噪音|杂点|噪|颗粒感?)|降噪|噪点"
    ), "denoise"),

    ((
        r"(?:去|去除|去掉|消除|清除|除)(?:掉)?(?:雾气|雾霾|薄雾|大雾|雾|霾)|雾蒙蒙|灰蒙蒙|(?:雾气?|雾霾)(?:太|好|很|"
        r"有点)*(?:大|重|浓|多)|有雾霾?|^(?:整体|画面|照片|图片)?(?:再|更)?通透(?:一?点|些)?$|不够?通透"
    ), "dehaze"),
    (r"(?:去|去除|去掉|消除|清除)(?:掉)?(?:雨水|雨滴|雨丝|雨)", "derain"),
    (r"(?:去|去除|去掉|消除|清除)(?:掉)?(?:雪花|飘雪|落雪)", "desnow"),

    ((
        r"(?:去|去除|消除|修复)(?:掉)?模糊|(?:去|修复|消除)(?:抖动|失焦|虚焦)|(?:拍)?(?:糊|虚)了|(?:太|有点|好|很|"
        r"这么|比较)(?:模糊|糊|虚)|^(?:这张|整张)?(?:图片?|照片|画面|拍得)模糊$|模糊不清|不清晰|不清楚|看不清楚?|失焦|对焦不准|不够(?:清晰|清楚|锐)"
    ), "deblur"),

    ((
        r"(?:调整?|校正|修正|修复|纠正|矫正|自动)(?:一下)?白平衡|白平衡(?:不对|不准|有问题|校正|修正|调整)?|(?:校正|"
        r"修正|纠正|去|矫正)偏色|偏色(?:了|严重)?"
    ), "white_balance"),

    ((
        r"提升(?:分辨率|画质分辨率)|提高分辨率|超分(?:辨率)?|高清(?:放大|修复|化)?|无损放大|增加像素|变高清|"
        r"分辨率(?:太低|不够|低)"
    ), "upscale"),
    (r"夜景增强|弱光增强|暗光增强|低光增强|提亮夜景|夜间增强", "low_light"),
    (r"(?:去|去除|去掉|消除|清除)(?:掉)?(?:脸上的|地上的|人物的)?阴影", "shadow_removal"),
)  # fmt: skip
_STRAIGHT = (
    r"(?:拉|扶|摆|弄|调|校|掰|转|放|修)(?:正|直|平|水平)|(?:校正|矫正|纠正|修正|调整|拉平|摆平|校平)(?:一下)?(?:水平|"
    r"地平线|水平线|倾斜|角度|歪斜)|(?:水平|地平线|水平线)(?:校正|矫正|拉平|拉直|不平|歪了?|斜了?)|"
    r"(?:有点|太|好像|拍|照|有些|都|好|画面|照片|图|看起来)*(?:歪|斜|倾斜)(?:的|着)?(?:了|掉)?|不(?:够)?(?:正|平|"
    r"水平|直)|水平(?:一下|一点)"
)
_AUTO = (
    r"(?:自动|一键|智能)(?:调整|增强|优化|美化|修图|修正|校正|调色|修复|润色|色阶|对比)|(?:优化|美化|润色|修饰|增强|"
    r"改善|调整|改进|提升|修)(?:一下|下)?(?:这张|整张|一下)?(?:图片?|照片|画面|画质|质量|效果|光线和颜色|色彩|颜色|"
    r"整体|光线|品质|它|)|"
    r"(?:弄|变|调|修|做|处理|搞|p)?(?:得)?(?:再|更|变)?(?:好看|漂亮|美观?|专业|高级|精致|有?(?:氛围|质|高级|意境)感|有感觉|出彩)(?:一?点儿?|"
    r"一些|些)?|(?:提升|提高|增强|改善)(?:一下)?(?:画质|质量|图像质量|整体效果|观感)|修(?:一下)?图|p(?:一下)?图|"
    r"(?:看着|随便)?(?:调调|修修|p一?p|弄弄|改改)(?:就行)?|好看就(?:行|好)|调(?:一下)?色|画质(?:太差|不好|差|不行)"
)
_AUTO_TARGET = r"(?:[把将让给])?(?:这张|整张|整个|整体)?(?:图片?|照片|画面|颜色|色彩|光线|它|画质)?"


def repairs(clause: str) -> list[Draft]:
    """What a repair is asked for, or complained about: noise, haze, blur, tilt; "让它好看点" is the automatic one."""
    text = pattern(r"了$|一下$").sub("", clause)
    for source, task in _TASKS:
        found = search(rf"(?:{source})", clause)
        if found is None:
            continue
        rest = f"{clause[: found.start()]} {clause[found.end() :]}"
        rest = _bare(rest)
        if nounlike(rest) and not (task == "shadow_removal" and rest):
            return [at({"op": "enhance", "task": task, **_how_much(task, text)}, rest)]
    degrees = search(rf"({numbers.NUMERAL})度", text)
    if fullmatch(
        (
            rf"{_AUTO_TARGET}(?:{_STRAIGHT})(?:{numbers.NUMERAL}度)?(?:一?点儿?|些|得厉害)?|{_AUTO_TARGET}(?:拉直|"
            rf"扶正|摆正|校正|校直)"
        ),
        text,
    ):
        value = numbers.number(degrees[1]) if degrees else None
        left = value is not None and search(r"逆时针|向左|往左", text)
        return [{"op": "straighten"} if value is None else {"op": "straighten", "degrees": -value if left else value}]
    if fullmatch(rf"{_AUTO_TARGET}(?:整体)?(?:{_AUTO})(?:吧|了|整张图)?", text):
        return [{"op": "adjust", "auto": True}]
    return []


_NOISE = (
    r"太|好多|很多|有点儿?|有些|一点儿?|一下|一些|进行|处理|做|个|把|将|给|对|请|的|严重|明显|非常|彻底|稍微|拍得|"
    r"看起来|感觉|了|多|得厉害|倍|来|\d|四|两|吧|再|都|整体"
)


def _bare(words: str) -> str:
    return pattern(rf"^(?:{_NOISE}|\s)+|(?:{_NOISE}|\s)+$").sub("", words.replace(" ", ""))


def _how_much(task: str, text: str) -> Draft:
    if task == "upscale":
        factor = search(rf"({numbers.NUMERAL})倍", text)
        value = numbers.number(factor[1]) if factor else None
        return {"factor": value} if value and value > 1 else {}
    if search(r"彻底|完全|强力|强一点|多去|一定要", text):
        return {"strength": 0.8}
    return {"strength": 0.3} if search(r"稍微|轻微|略微", text) else {}
