"""A Chinese standing rule → what is to be done after every edit, or which place is to be left alone.

"以后都保持黑白" is an operation of the whole picture, "不要动人脸" a place. It knows nothing of when rules are said,
kept or forgotten.
"""

from __future__ import annotations

from agent.planners.chinese import grammar
from agent.planners.chinese.phrases import Draft, clean, region
from agent.planners.chinese.saying import fullmatch, pattern, polite_off, read
from agent.rule import Rule, lasting
from tools.errors import ToolError
from tools.operations import parse
from tools.types import Operation

_WHENEVER = (
    r"^(?:从现在(?:开始|起)|以后|今后|往后|接下来(?:的操作)?|之后|后面|始终|一直|永远|每次(?:都|修改)*|每一步|"
    r"任何时候|全程|请?记住|记得|"
    r"都|也|请|要|就|一下|必须|务必|千万|绝对|一定|你|,|:|所有(?:图片?|照片|修改)?|每张(?:图片?|照片)?|整张图|图片?|"
    r"照片|画面)+"
)
_TOUCH = r"动|碰|改变|改动|修改|改|变动|触碰|更改|影响|调整|处理|破坏"
_SPARED = (
    rf"(?:不要|别|不许|不准|不能|不可以?|禁止|勿|不)(?:再)?(?:去)?(?:{_TOUCH})(?:到)?(?P<what>.+)",
    rf"(?P<what>.+?)(?:不要|别|不许|不准|不能|不可以?|禁止|不)(?:再)?(?:被)?(?:{_TOUCH}|变)(?:了)?",
    r"(?:保护|保留|保住|锁定)(?:好|住)?(?P<what>.+?)(?:不变|不动|原样)?",
    r"(?:保持)?(?P<what>.+?)(?:保持)?(?:不变|不动|原样|原来的?样子)",
)
_KEEP = r"^(?:保持(?:为|成|在)?|维持|用|使用|做成|是|弄成|变成|改成|采用|呈现)"


def meaning(words: str) -> Rule:
    """What the words mean, as far as they can be kept without anybody's help."""
    said = read(words)
    bare = polite_off(pattern(_WHENEVER).sub("", polite_off(said.text)))
    place = _spared(bare)
    if place:
        return Rule(words, spare=said.restored(place))
    found = _lasting([said.restored(draft) for draft in grammar.drafts(bare)])
    if not found:
        kept = pattern(_KEEP).sub("", bare)
        found = _lasting([said.restored(draft) for draft in grammar.drafts(kept)]) if kept != bare else ()
    return Rule(words, found)


def _spared(text: str) -> str:
    """The place that is to be left alone: "it" for what is pointed at, nothing where no place is named."""
    for source in _SPARED:
        match = fullmatch(source, text)
        if match is None or fullmatch(r".*(?:比例|尺寸|大小|色调|风格)", match["what"]):
            continue
        found = region(clean(match["what"]).removesuffix("的颜色"))
        if found:
            return found["phrase"]
    return ""


def _lasting(drafts: list[Draft]) -> tuple[Operation, ...]:
    return lasting([_operation(draft) for draft in drafts])


def _operation(draft: Draft) -> Operation | None:
    try:
        return parse(draft)
    except ToolError:
        return None
