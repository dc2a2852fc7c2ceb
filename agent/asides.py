"""The ways in which people say how an edit is to be made: patterns, and what each of them tells.

English and Simplified Chinese. A rule cuts what it has read out of the words; what it refuses stays. It knows neither
plans nor engines, only what these are called.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from agent.spoken import Spoken
from tools.types import Control

EMBEDDED, LOCAL = "embedded", "local"
_LEAST_STEPS = 4  # "in 2 steps" is a way of working

_STEP_NAMED = re.compile(r"\bstep\s+#?\d|第\s*[一二三四五六七八九十\d]+\s*步", re.IGNORECASE)
_SWAPS = re.compile(r"\s*(?:please\s+)?(?:replace|swap|exchange|substitute|cover|fill|write|wrap)\b", re.IGNORECASE)
_OTHER_WITH = re.compile(r"\b(?:with|by|for|into|to)\b", re.IGNORECASE)

_B = r"(?:^|[,;，；、]\s*|[.!?。！？]\s*|\s+|(?<=[\u3400-\u9fff]))(?:(?:and|but|then)\s+)?"
_CLAUSE = r"(?:^\s*|[,;，；、]\s*(?:(?:and|but|then)\s+)?)"
_VERBS = r"make|turn|let|put|remove|add|change|give|replace|have|paint|draw"
_E = (
    rf"(?=\s*(?:[,;:.!?，；：。！？、)]|$|(?:and|then|but|please|instead|again|with|using|at|{_VERBS})\b|"
    r"[\u3400-\u9fff]))"
)
_USE = r"(?:(?:with|at|using|use|in|by|set|and)\s+)?(?:(?:the|an?|its)\s+)?"
_IS = r"\s*(?:of|to|=|:|：|at|is|为|设为|设成|调到|调成|用|是|改成|改为)?\s*"
_NUMBER = r"(\d{1,4}(?:\.\d{1,4})?)(?![\w%]|\.\d|\s*%)"
_SCHEDULERS = (
    r"lcm|tcd|ddim|ddpm|euler[ -]?(?:a|ancestral)|euler|heun|lms|pndm|unipc|"
    r"dpm\+\+(?:[ -]?2m)?(?:[ -]?sde)?(?:[ -]?karras)?|dpm[ -]?solver(?:\+\+)?|dpm|flow[ -]?match(?:[ -]?euler)?|"
    r"lightning|turbo|hyper"
)


@dataclass
class Reading:
    """The words while they are read: quotes stand as private letters, and what was read is cut out."""

    text: str
    references: tuple[str, ...] = ()
    found: dict[str, Any] = field(default_factory=dict)
    taken: list[str] = field(default_factory=list)
    trouble: str = ""

    def cut(self, match: re.Match[str]) -> None:
        """Without the match; a comma that stood before or after it parts what was on its two sides."""
        start, end = match.span()
        left, right = self.text[:start].rstrip(" ,;，；、:："), self.text[end:].lstrip(" ,;，；、:：")
        between = self.text[len(left) : len(self.text) - len(right)]
        self.taken.append(between)
        if not left or not right or right[0] in ".!?。！？)":
            self.text = left + right
            return
        comma = re.search(r"[,;，；、]", between)
        self.text = f"{left}{comma[0]}{right}" if comma and comma[0] in "，；、" else _joined(left, right, comma)


def _joined(left: str, right: str, comma: re.Match[str] | None) -> str:
    wide = ord(left[-1]) >= 0x3400 and ord(right[0]) >= 0x3400
    return f"{left}{'，' if wide else ', ' if comma else ' '}{right}"


Act = Callable[[Reading, re.Match[str]], bool]
Rule = tuple[str, Act]


def _number(name: str, low: float, high: float, least: float = 0) -> Act:
    """A rule's act: the number of the first group that took part; beyond its bounds it is read, and told."""

    def act(reading: Reading, match: re.Match[str]) -> bool:
        said = next(group for group in match.groups() if group)
        value = float(said.rstrip("% ")) / (100 if said.endswith("%") else 1)
        if value < least or (name == "steps" and value != int(value)):
            return False
        if not low <= value <= high:
            told = name.replace("_", " ")
            reading.trouble = reading.trouble or f"A model's {told} goes from {low:g} to {high:g}, not {said}."
            return True
        reading.found[name] = int(value) if name in ("steps", "seed") else value
        return True

    return act


def _amount(reading: Reading, match: re.Match[str]) -> bool:
    if _STEP_NAMED.search(reading.text):
        return False
    return _number("amount", 0, 1)(reading, match)


def _loosely(reading: Reading, match: re.Match[str]) -> bool:
    """Noted, and left where it is: an operation may read it otherwise."""
    if not _STEP_NAMED.search(reading.text) and 0 < int(match[1]) <= 100:
        reading.found["loosely"] = int(match[1]) / 100
    return False


def _engine(reading: Reading, match: re.Match[str]) -> bool:
    if "engine" in reading.found:
        return False
    reading.found["engine"] = next(group for group in match.groups() if group)
    return True


def _engine_at_end(reading: Reading, match: re.Match[str]) -> bool:
    """No engine is named by “replace the sign with sdxl”: there stands what takes the place of something."""
    before = reading.text[: match.start()]
    if _SWAPS.match(before) and not _OTHER_WITH.search(before):
        return False
    return _engine(reading, match)


def _is(name: str) -> Act:
    def act(reading: Reading, match: re.Match[str]) -> bool:
        reading.found.setdefault("engine", name)
        return True

    return act


_MODELS_SHOWN = re.compile(
    r"\s*(?:show|want|need|have|make|leave|keep|display|generate|add|put|i)\b.*(?<!\w)$", re.IGNORECASE
)


def _without(reading: Reading, match: re.Match[str]) -> bool:
    """Not where a model is somebody who wears something: "show the dress without a model"."""
    if _MODELS_SHOWN.match(reading.text[: match.start()] + " "):
        return False
    return _is(EMBEDDED)(reading, match)


def _scheduler(reading: Reading, match: re.Match[str]) -> bool:
    said = next(group for group in match.groups() if group)
    reading.found["scheduler"] = re.sub(r"[ -]+", "-", said.strip().lower())
    return True


_KINDS = {
    "sketch": r"sketch|scribble|line[ -]?drawing|草图|线稿|涂鸦",
    "pose": r"pose|posture|skeleton|姿势|姿态|动作|骨架",
    "depth": r"depth(?:[ -]?map)?|深度图",
    "segmentation": r"segmentation(?:[ -]?map)?|segmented|分割图",
    "canny": r"canny(?:[ -]?(?:map|edges))?|edge[ -]?map|edges|边缘图|轮廓图",
}
_ANY_KIND = "|".join(_KINDS.values())


def _guide(reading: Reading, match: re.Match[str]) -> bool:
    """An attached picture is a guide; of several the first where it is said first, else the last."""
    said = match[1].lower()
    kind = next(kind for kind, source in _KINDS.items() if re.fullmatch(source, said, re.IGNORECASE))
    if not reading.references or (_SWAPS.match(reading.text) and match.start() > 0):
        return False
    at = 0 if not reading.text[: match.start()].strip(" ,.，。") else len(reading.references) - 1
    reading.found.setdefault("controls", []).append(
        Control.model_validate({"kind": kind, "picture": reading.references[at]})
    )
    reading.references = (*reading.references[:at], *reading.references[at + 1 :])
    return True


def _keeps_shape(reading: Reading, match: re.Match[str]) -> bool:
    if "controls" in reading.found or not reading.text[: match.start()].strip(" ,.，。"):
        return False
    reading.found["controls"] = [Control(kind="canny")]
    return True


@cache
def rules(spoken: Spoken) -> tuple[Rule, ...]:
    """Every rule in the order in which they are tried; the surer ones come first."""
    return (*_engines(spoken), *_GUIDES, *_NUMBERS)


def _engines(spoken: Spoken) -> tuple[Rule, ...]:
    name, word = f"({spoken.names})", f"({spoken.words})"
    noun, use = r"(?:model|engine)", r"(?:use|try|take|with|using|via|run)"
    this = r"(?:\s+(?:for\s+(?:this|that|it)|this\s+time|here|now|instead|to\s+do\s+(?:this|that|it)|again|please))*"
    ask = r"(?:can|could|would|will)\s+you|(?:how|what)\s+about|let'?s|please|now|and|then|but|ok(?:ay)?|so"
    lead = rf"^\s*(?:(?:{ask}),?\s+)*"
    after = r"(?:\s*[:,;，：—–-]+\s*|\s+(?:to|and|then)\s+(?=\w)|\s+(?=\w)|\s*(?=[.!?]*\s*$)|\s*(?=[\u3400-\u9fff]))"
    stop = r"(?:\s*[:,;，：—–-]+\s*|\s+(?:to|and)\s+(?=\w)|\s*(?=[.!?]*\s*$))"
    ends = r"(?=\s*(?:[,;:.!?，。！？]|$))"
    again = rf"{_B}(?:(?:do|make|try|run|paint|render)\s+(?:it|this|that)\s+)?"
    tail = rf"{again}(?:use|using|with|via|by|through)\s+(?:the\s+)?"
    took = r"(?:请|再|就|那|这次|但)*(?:用|使用|改用|试试|通过|让)\s*(?:模型|引擎)?\s*"
    done = r"\s*(?:模型|引擎)?(?:来做|来|去)?(?:做这个|处理|做)?"
    return (
        (rf"{lead}{use}\s+(?:the\s+)?(?:{noun}\s+)?{name}(?:\s+{noun})?{this}{after}", _engine),
        (rf"{lead}{name}(?:\s+{noun})?{this}(?=\s*[.!?]*\s*$)", _engine),
        (rf"{lead}{use}\s+(?:the\s+)?(?:{word}\s+{noun}|{noun}\s+{word}){this}{after}", _engine),
        (rf"{lead}{use}\s+{word}(?:\s+(?:for\s+(?:this|that|it)|this\s+time|instead))*{stop}", _engine),
        (rf"{tail}(?:{noun}\s+)?{name}(?:\s+{noun})?{this}{ends}", _engine_at_end),
        (rf"{tail}(?:{word}\s+{noun}|{noun}\s+{word}){this}{ends}", _engine_at_end),
        (rf"{_B}(?:use|using)\s+{word}{this}{ends}", _engine),
        (rf"{lead}(?:use|with|using)\s+engine\s+([A-Za-z0-9][\w.-]{{1,60}}){stop}", _engine),
        (rf"{_CLAUSE}(?:use|using)\s+engine\s+([A-Za-z0-9][\w.-]{{1,60}}){ends}", _engine),
        (rf"(?:^|[,，、]\s*|(?<=步)\s*){took}{name}{done}[,，:：]?\s*", _engine),
        (rf"(?:^|[,，、]\s*)(?:换成?|改成)\s*{name}{done}[,，:：]?\s*", _engine),
        (rf"(?:^|[,，、]\s*){took}{word}\s*(?:模型|引擎)(?:来做|来|去)?[,，:：]?\s*", _engine),
        (rf"{_B}without\s+(?:using\s+)?(?:an?|any|the)\s+(?:ai\s+)?models?{ends}(?:\s*[,:]\s*)?", _without),
        (rf"{_B}(?:with\s+)?no\s+(?:ai\s+)?models?{ends}(?:\s*[,:]\s*)?", _without),
        (r"(?:^|[,，、]?\s*)(?:不要?|别|不必|无需|请勿)(?:再)?(?:用|使用|借助)(?:任何|ai)?(?:大)?模型(?:来|去)?[,，:：]?\s*",
         _is(EMBEDDED)),
        (rf"{lead}locally\s*[:,]\s*|{again}(?:only\s+)?locally(?=\s*[.!?]*\s*$)", _is(LOCAL)),
        (r"(?:^|[,，、]\s*)(?:只)?(?:在)?本地(?:处理|运行|完成|来做|做|跑)[,，:：]?\s*", _is(LOCAL)),
    )  # fmt: skip


_ATTACHED = r"(?:(?:attached|given|uploaded|provided|reference)\s+)?"
_BY = (
    r"(?:follow(?:ing)?|use|using|with|by|based\s+on|according\s+to|guided\s+by|match(?:ing)?|copy(?:ing)?|"
    r"keep(?:ing)?\s+to)"
)
_GUIDES: tuple[Rule, ...] = (
    (
        rf"{_B}{_BY}\s+(?:the|this|that|my|these)\s+{_ATTACHED}({_ANY_KIND})(?:\s+(?:image|picture|photo))?"
        r"(?:\s+(?:from|in|of)\s+(?:the|this|that|my)\s+(?:attached\s+)?(?:image|picture|photo|reference))?"
        rf"(?:\s+as\s+(?:a\s+|the\s+)?(?:guide|guidance|shape|control))?{_E}(?!\s+as\b)(?:\s*[:,]?\s*(?:and|to)\s+(?=\w))?",
        _guide,
    ),
    (
        r"(?:^|[,，、]\s*)(?:请)?(?:按照?|照着?|依照|参考|参照|根据|跟着?|用|使用|遵循)(?:我)?(?:附上的?|附件(?:里|中)?的?|"
        rf"这张|这幅|这个|这|上传的?|给的?|发的?|图(?:里|中)的?)+\s*({_ANY_KIND})(?:来|去)?[,，:：]?\s*(?!当|做?背景)",
        _guide,
    ),
    (
        r"(?:,?\s*(?:but|and|while|,)\s+|,\s*)(?:please\s+)?(?:keep(?:ing)?|preserv(?:e|ing)|respect(?:ing)?)\s+(?:all\s+)?"
        r"(?:(?:the|its|their|his|her)\s+)?(?:(?:original|same)\s+)?(?:edges|outlines?|contours?|shapes?|structure)"
        r"(?:\s+(?:as\s+(?:it\s+is|they\s+are|is)|the\s+same|unchanged|intact))?(?=\s*[.!]*\s*$)",
        _keeps_shape,
    ),
    (
        r"[,，、]?\s*(?:但是?|并且?|同时)?(?:要)?(?:保持|保留|维持|别改变?|不要改变?)(?:原(?:来|有)?的?|物体的?|它的?)?"
        r"(?:轮廓|边缘|形状|结构)(?:不变)?(?=\s*[。！]*\s*$)",
        _keeps_shape,
    ),
)  # fmt: skip
_STEPS = _number("steps", 1, 200, _LEAST_STEPS)
_NUMBERS: tuple[Rule, ...] = (
    (rf"{_B}{_USE}(?:text\s+)?(?:image|img|picture)[ _]?(?:guidance(?:\s+scale)?|cfg(?:\s+scale)?){_IS}{_NUMBER}{_E}",
     _number("image_guidance", 0, 50)),
    (rf"(?:{_B}|(?<=[\u3400-\u9fff]))(?:图像|图片|原图|照片)引导(?:系数|强度|值|尺度)?{_IS}{_NUMBER}",
     _number("image_guidance", 0, 50)),
    (rf"{_B}{_USE}(?:(?:text|prompt|true)[ _]?)?(?:guidance(?:[ _]scale)?|cfg(?:[ _]scale)?){_IS}{_NUMBER}{_E}",
     _number("guidance", 0, 50)),
    (rf"{_B}(?:文字|文本|提示词?)?(?:引导(?:系数|强度|值|尺度)?|cfg){_IS}{_NUMBER}", _number("guidance", 0, 50)),
    (rf"{_B}{_USE}(?:denois(?:e|ing)|img2img|model|redraw)(?:\s+strength)?{_IS}(\d{{1,3}}(?:\.\d+)?\s*%|\d(?:\.\d+)?){_E}",
     _number("strength", 0, 1)),
    (rf"{_B}重绘(?:强度|幅度){_IS}(\d{{1,3}}(?:\.\d+)?\s*%|\d(?:\.\d+)?)(?!\d)", _number("strength", 0, 1)),
    (rf"{_B}{_USE}strength{_IS}([01]?\.\d+|[01]|\d{{1,3}}\s*%)(?![\d.]){_E}", _amount),
    (rf"{_B}强度{_IS}([01]?\.\d+|[01]|\d{{1,3}}\s*%)(?![\d.%])", _amount),
    (r"\b(?:at|with)\s+(?:an?\s+)?(\d{1,3})\s*(?:%|percent)\s+strength\b", _loosely),
    (rf"{_B}(?:(?:in|with|using|use|and)\s+)?(?:about\s+)?(\d{{1,4}})\s+(?:sampling|inference|diffusion|denoising)\s+steps{_E}",
     _number("steps", 1, 200)),
    (rf"{_B}(?:in|using|use)\s+(?:about\s+)?(\d{{1,4}})\s+steps{_E}", _STEPS),
    (rf"{_CLAUSE}(?:with\s+)?(\d{{1,4}})\s+steps{_E}", _STEPS),
    (rf"{_B}(?:with\s+|at\s+)?(?:inference[ _]|sampling[ _]|num[ _])?steps\s*[=:]\s*(\d{{1,4}}){_E}", _STEPS),
    (rf"{_B}(?:with|at)\s+steps\s+(\d{{1,4}}){_E}|{_CLAUSE}steps\s+(\d{{1,4}}){_E}", _number("steps", 1, 200, 8)),
    (r"(?:[,，、]\s*|^|\s+|(?<=[a-z0-9]))(?:用|跑|采样|迭代)?\s*(\d{1,4})\s*步(?:采样|迭代|推理)?(?:来|去)?[,，]?"
     r"(?=\s*(?:$|[,，。.！!、;；]|让|把|将|给|做|改|再|引|种))", _STEPS),
    (r"(?:用|跑|采样|迭代)\s*(\d{1,4})\s*步(?:采样|迭代|推理)?(?:来|去)?", _STEPS),
    (rf"{_B}(?:with|using|use)\s+(?:the\s+|an?\s+)?(?:random\s+)?seed(?:\s+(?:number|no\.?))?\s*(?:of|=|:|#)?\s*(\d{{1,12}}){_E}",
     _number("seed", 0, 2**32 - 1)),
    (rf"{_CLAUSE}(?:random\s+)?seed\s*(?:of|=|:|#)?\s*(\d{{1,12}}){_E}|{_B}seed\s*[=:]\s*(\d{{1,12}}){_E}",
     _number("seed", 0, 2**32 - 1)),
    (rf"{_B}(?:用|使用)?(?:随机)?种子(?:号)?{_IS}(\d{{1,12}})(?![\d粒颗个])", _number("seed", 0, 2**32 - 1)),
    (rf"{_B}(?:with|using|use|via|by)\s+(?:the\s+|an?\s+)?({_SCHEDULERS})\s+(?:scheduler|sampler|lora|mode){_E}",
     _scheduler),
    (rf"{_B}{_USE}(?:scheduler|sampler){_IS}({_SCHEDULERS}){_E}", _scheduler),
    (rf"{_CLAUSE}use\s+(lightning|lcm|turbo|hyper){_E}", _scheduler),
    (rf"{_B}(?:用|使用)\s*({_SCHEDULERS})\s*(?:调度器|采样器)?(?:来|去)?[,，]?", _scheduler),
    (rf"{_B}(?:调度器|采样器){_IS}({_SCHEDULERS})", _scheduler),
)  # fmt: skip
