"""Chinese names of steps: in the English words that operations know themselves by, and as letters to compare.

"裁剪" → crop, "变暖" → warmer, "水彩" → watercolor; of "草帽" and "帽子" the letter 帽 is shared. It knows no step.
"""

from __future__ import annotations

import re
from functools import lru_cache

from agent.planners.chinese.lexicon import LOOK, LOOKS, MATERIAL, MATERIALS, TIME, TIMES
from tools import chinese

_STEPS: tuple[tuple[str, str], ...] = (
    (r"裁剪|裁切|裁|剪裁", "crop"), (r"旋转|转向|转动", "rotate rotation"), (r"翻转|镜像", "flip mirror"),
    (r"拉直|扶正|拉正|摆正|水平", "straighten level"),
    (r"变亮|调亮|提亮|亮度|曝光|亮", "brighter exposure"), (r"变暗|调暗|压暗|暗(?!角)", "darker"),
    (r"变暖|调暖|暖", "warmer temperature"),
    (r"变冷|调冷|冷", "cooler temperature"), (r"对比度?", "contrast"), (r"饱和度?|鲜艳", "saturation color"),
    (r"虚化|模糊", "blur"),
    (r"锐化|清晰", "sharpness sharper deblur"), (r"文字|写字|字", "text lettering"), (r"背景", "background"),
    (r"去掉|删除|移除", "remove"), (r"移动|挪", "move"),
    (r"放大|缩小|缩放|大小|尺寸", "resize scale size"), (r"降噪|噪点", "denoise"), (r"去雾", "dehaze"),
    (r"滤镜|风格", "restyle filter"), (r"换色|改色|上色|颜色|变色", "recolor"),
    (r"抠图", "extract cutout"), (r"复制", "duplicate copy"), (r"恢复", "restore"), (r"打光|灯光", "relight light"),
    (r"暗角", "vignette"), (r"颗粒", "grain"),
    (r"马赛克|打码", "pixelate"), (r"白平衡", "white balance"), (r"扩展|扩图", "extend"), (r"替换", "replace"),
    (r"材质", "retexture"),
)  # fmt: skip
_COMPILED = tuple((re.compile(source), words) for source, words in _STEPS)
_TABLES = ((re.compile(LOOK), LOOKS), (re.compile(TIME), TIMES), (re.compile(MATERIAL), MATERIALS))
_COLOUR = re.compile(rf"{chinese.COLOUR}色")
_EMPTY = set(
    "的了一个只把将在上里那这步操作效果变成换改加去掉子色调得再很更让到用给它他她们些点有和与跟及以被都也就还要不是我你张条顶"
)


@lru_cache(maxsize=512)
def words(text: str) -> frozenset[str]:
    """English words for what the text names, and its letters that mean something by themselves."""
    if not chinese.is_chinese(text):
        return frozenset()
    found = {word for source, english in _COMPILED if source.search(text) for word in english.split()}
    for source, table in _TABLES:
        found |= {word for match in source.finditer(text) for word in table.get(match[0], "").split()}
    found |= {name for match in _COLOUR.finditer(text) for name in (chinese.colour(match[0]) or "").split()}
    for source, _ in _COMPILED:  # "暗角" is vignette and shares nothing with "有点暗"
        text = source.sub(lambda match: "" if len(match[0]) > 1 else match[0], text)
    return frozenset(found | {letter for letter in text if chinese.is_chinese(letter) and letter not in _EMPTY})
