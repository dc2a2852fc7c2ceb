"""Targets, places and new things in a clause. Knows no operation."""

from __future__ import annotations

from typing import Any

from agent.planners.chinese.lexicon import MEASURE
from agent.planners.chinese.numbers import COUNT, count
from agent.planners.chinese.saying import fullmatch, pattern, search
from tools import chinese

Draft = dict[str, Any]
_PRONOUNS = {
    "它": "it", "他": "him", "她": "her", "它们": "those", "他们": "them", "她们": "them", "这个": "it", "那个": "it",
    "这": "it", "那": "it", "这里": "it", "这儿": "it", "这东西": "it", "那东西": "it", "这个东西": "it",
    "那个东西": "it",
    "这些": "those", "那些": "those", "这只": "it", "那只": "it", "这些东西": "those", "那些东西": "those", "其": "it",
    "这块": "it", "那块": "it", "这一块": "it", "这部分": "it", "这个人": "him", "那个人": "him", "这辆": "it",
    "此处": "it",
}  # fmt: skip
_WHOLE = (
    r"(?:这|那|我的?|我这|本)?(?:张|幅|个)?(?:整|全|原)?(?:个|张|幅)?的?(?:图片|照片|图像|相片|画面|画幅|影像|图|"
    r"片子|画|背景和主体|整体|全图|全局|原图|"
    r"全部|所有|一切|(?:图片?|照片)?(?:的)?(?:尺寸|大小|分辨率|画布)|其他(?:地方|部分|的)?|其它(?:地方|部分|的)?|"
    r"其余(?:部分|地方|的)?|别的(?:地方)?|剩下的?(?:部分)"
    r"?|photo|图上|照片里|所有东西|整张)(?:整体|全部|里|中|上)?|整体|整张|全体|颜色|色彩|色调|色|光线|画风|"
    r"整个|场景|氛围|气氛"
)
_LEAD = r"^(?:[把将给让使对令叫替为]|请|所有的?(?=这)|关于|针对|至于|其中的?)+"
_TAIL = (
    r"(?:都|全都|全部都?|全(?=$)|也|统统|通通|一起|再|给|来|就|的|,|:|要|应该|可以|能|稍微|直接|整体|这一块|看起来|"
    r"看上去|显得|变得|有些?)+$"
)
_OF = r"(?:的)?(?:颜色|色彩|色调|外观|材质|质地|表面|样子|光线|部分|区域|样式|风格)$"


def whole(words: str) -> bool:
    """Whether the words mean the picture as a whole, or nothing at all."""
    return not words or fullmatch(_WHOLE, words) is not None


def clean(words: str) -> str:
    """A target without particles around it, without what only points, and without "的颜色" after it."""
    words = words.strip(" ,;.:、")
    before = None
    while words != before:
        before = words
        words = pattern(_TAIL).sub("", pattern(_LEAD).sub("", words)).strip(" ,;.:、")
    words = pattern(_OF).sub("", words) or words
    words = pattern(r"(?<=[脸身手头])上$").sub("", words)
    return words if words in _PRONOUNS else chinese.unpointed(words)


def region(words: str) -> dict[str, str] | None:
    """The region that the words name: a phrase, "it" for a pronoun; None for the whole picture."""
    said = clean(words)
    if said in _PRONOUNS:
        return {"phrase": _PRONOUNS[said]}
    owned = fullmatch(
        r"(?:(?:图片|照片|画面|图像)(?:里面|里|中|上)?的?|图(?:里面|里|中|上|的)的?|(?:里面?|其中|上)的)(.+)", said
    )
    said = said if whole(said) or owned is None else owned[1]
    said = "天空" if said == "天" else said
    return None if whole(said) else {"phrase": said[:120]}


def at(draft: Draft, words: str) -> Draft:
    """The draft with the region that the words name, if they name one."""
    where = region(words)
    return draft if where is None else {**draft, "region": where}


def nounlike(words: str) -> bool:
    """Whether the words can be a target: short, and without the signs of another clause."""
    said = clean(words)
    return len(said) <= 24 and not search(
        (
            r"[,;:?]|^(?:我(?!第|最|刚|先|加|的)|你(?!加|刚|的)|不|没|别|很|太|还|已|为什么|怎么|什么|哪|谁|如果|"
            r"因为|所以|但是?|以后|从现在|撤销|"
            r"回到|导出|保存)|吗$|了$|[调弄变搞做修]得|太[大小多少高低暗亮黑糊]|(?:不要|为什么|怎么|什么)"
        ),
        said,
    )


def thing(words: str) -> Draft:
    """What is to be put in: `object`, and `count` and `color` where they are said. "两只红色的气球" → 气球, 2, red."""
    said = words.strip(" ,的、").removeprefix("上")
    made: Draft = {}
    match = (
        search(rf"^(?:多|再)?({COUNT})?(?:大|小)?({MEASURE})(?=.)", said)
        if search(rf"^(?:多|再)?{COUNT}", said)
        else None
    )
    if match and match[1]:
        number = 1 if match[2] in "些对双副" and match[1] == "一" else count(match[1])
        said = said[match.end() :].removeprefix("的")
        if number > 1:
            made["count"] = number
    elif match := search(r"^(?:点儿?|些|个|只|条|顶|朵)(?=.)", said):
        said = said[match.end() :]
    coloured = search(rf"^({chinese.COLOUR})(?:色的?|的)(?=.)", said)
    if coloured and chinese.colour(coloured[1]):
        made["color"] = chinese.colour(coloured[1])
        said = said[coloured.end() :]
    return {**made, "object": said.strip("的 ")[:200]}


_BODY = r"(?:的)?(头上|头顶|头|身上|身|手里|手上|手中|脸上|脸|脖子上|脖子|背上|肩上|肩膀上|嘴里|眼睛上|脚上)"
_ON = r"(?:的)?(?:上面|表面|上边|上|里面|里边|里|中|内)$"
_BESIDE = (
    r"(?:旁边|旁|边上|附近|后面|背后|后|前面|前|下面|下方|周围|四周|之间|上方|左边|右边|左侧|右侧|对面|身边|身旁)$"
)


def where(words: str) -> Draft:
    """Where something goes: a named place, a region, or a place told by another thing."""
    said = words.strip(" ,的").removeprefix("在").removeprefix("到").strip()
    spot = chinese.place(said)
    if spot:
        return {"place": spot}
    said = pattern(r"^(?:图片?|照片|画面)(?:里面|里|中|上)?的?(?=.)").sub("", said)
    if whole(said) or not said:
        return {}
    owner = fullmatch(rf"(.+?){_BODY}", said)
    if owner:
        who = clean(owner[1])
        if who in _PRONOUNS:
            return {"region": {"phrase": _PRONOUNS[who]}}
        return {"region": {"phrase": f"{who}的{owner[2].rstrip('上里中顶')}"}}
    if chinese.place(said):
        return {"place": chinese.place(said)}
    if search(_BESIDE, said) and not search(_ON.replace("上面|", ""), said):
        return {"place": said}
    bare = pattern(_ON).sub("", said)
    if bare == "天":
        bare = "天空"
    found = region(bare)
    return {} if found is None else {"region": found}


def colour(words: str) -> str | None:
    """The English colour that the words are: "蓝色", "深红", "更深的蓝色" is none."""
    said = words.strip(" ,的").removesuffix("色系").removesuffix("颜色")
    return chinese.colour(said) or (said if fullmatch(r"#[0-9a-f]{6}|#[0-9a-f]{3}", said) else _english(said))


def _english(said: str) -> str | None:
    from tools.colours import is_colour

    return said.lower() if fullmatch(r"[a-z][a-z -]+", said) and is_colour(said) else None
