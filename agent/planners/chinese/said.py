"""What an act is before it is a plan, and the words that several acts share. Knows no rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from agent.planners.chinese.numbers import NUMERAL
from agent.planners.chinese.phrases import Draft


@dataclass(frozen=True)
class Said:
    """An act as drafted: its arguments, its operations, and for amend the words that are still to be planned."""

    act: str
    args: dict[str, Any] = field(default_factory=dict)
    drafts: tuple[Draft, ...] = ()
    rest: str | None = None
    amount: float | None = None  # of amend: the new amount of the step, whatever it is the amount of
    unsure: bool = False  # an act only if the history knows what is named; otherwise an edit


Rule = Callable[[str], Said | None]
STEP = (
    rf"(?:第({NUMERAL})(?:个)?(?:步|次|版|个?版本|个?状态|个?操作|张)|步骤({NUMERAL})|(\d+)步(?=改|的|用|减|加|强|弱|"
    rf"变|换))"
)
LAST = (
    r"(?:上一步|上一次|上一个|前一步|刚才|刚刚|刚才的|刚刚的|最后一步|最近一步|最近一次|这一步|那一步|这步|那步|这个|"
    r"那个|它|这次|刚才那步|刚才那个|刚做的|上个)"
)
EDIT = r"(?:的)?(?:操作|修改|改动|步骤|编辑|更改|动作|步|一步|那步|那一步|这步|效果|变化|处理|调整)"
ORIGINAL = (
    r"(?:最?开始|最初|起初|一?开头|原图|原片|原始(?:图片?|照片|状态|版本)?|原来的?(?:图片?|照片|样子|状态)|原样|"
    r"初始(?:状态|版本)?|第[0零]步|最原始的?(?:照片|图片?|状态|样子)?|一开始|起点|"
    r"最开始的?(?:图片?|照片|样子|状态)|最初的?(?:图片?|照片|样子|状态|版本)|没(?:有)?(?:改|修|动)过的?(?:图片?|照片|"
    r"样子)?)"
)
