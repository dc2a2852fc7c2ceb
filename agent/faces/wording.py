"""What faces say of an operation and of its receipt, in a few words: "recolor the cup blue", "2.3 % of the picture".

It reads plain JSON, as stored with every step, so it can also word operations that this version does not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from memory.schema import Turn

_SILENT = {
    "op", "region", "seed", "source", "reference", "mapping", "before", "after", "feather_px", "version", "again",
    "controls", "engine", "sampling",
}  # fmt: skip
_BARE = {
    "color", "object", "style", "content", "light", "material", "task", "mode", "action", "axis", "place", "shape",
    "pose", "view", "scene", "instruction", "prompt", "direction", "ratio",
}  # fmt: skip
_AMOUNTS = {
    "exposure", "brightness", "contrast", "highlights", "shadows", "saturation", "vibrance", "temperature", "tint",
    "hue", "sharpness",
}  # fmt: skip
_EDGES = ("left", "right", "top", "bottom")


def operation_words(operation: Mapping[str, Any]) -> str:
    """An operation's JSON in a few words: its name, its place, then its arguments."""
    given = [_value(name, value) for name, value in operation.items() if name not in _SILENT and _told(value)]
    given += [f"with {operation['engine']}"] if operation.get("engine") else []
    given += [f"by its {'edges' if one['kind'] == 'canny' else one['kind']}" for one in operation.get("controls") or ()]
    given += filter(None, [sampling_words(operation)])
    where = place_words(operation.get("region"))
    if operation.get("place") and not (operation.get("region") or {}).get("phrase"):
        where = ""  # the box that "at the top" became says no more
    return " ".join(filter(None, [str(operation.get("op", "?")), where, ", ".join(given)]))


def said(turn: Turn) -> str:
    """What a person said to get this turn."""
    return f"“{turn.utterance}”" if turn.depth else "the photograph"


def _told(value: object) -> bool:
    return value not in (None, "", False, [], (), {})


def _value(name: str, value: object) -> str:
    spoken = name.replace("_px", "").replace("_", " ")
    if value is True:
        return spoken
    if isinstance(value, float | int):
        return _number(name, spoken, float(value))
    if isinstance(value, str):
        text = value if len(value) <= 40 else value[:39] + "…"
        return (
            f"“{text}”"
            if name in ("content", "prompt", "instruction")
            else text
            if name in _BARE
            else f"{spoken} {text}"
        )
    return spoken


def _number(name: str, spoken: str, value: float) -> str:
    if name in _AMOUNTS:
        return f"{spoken} {value:+g}".replace("-", "−")
    if name == "degrees":
        return f"{value:.3g}°"
    if name in ("scale", "factor", "zoom"):
        return f"×{value:g}"
    if name in (*_EDGES, "dx", "dy", "strength", "margin", "size"):
        return f"{spoken} {100 * value:.3g} %".replace("-", "−")
    return f"{spoken} {value:g}"


def place_words(region: Mapping[str, Any] | None) -> str:
    """Where, as said or as drawn; "" for the whole picture."""
    if not region:
        return ""
    if phrase := region.get("phrase"):
        return str(phrase)
    if points := region.get("points"):
        return "at the point" if len(points) == 1 else f"at {len(points)} points"
    if region.get("box"):
        return "in the box"
    if region.get("mask"):
        return "in the painted place"
    return "there" if region.get("object_id") else ""


def receipt_words(receipt: Mapping[str, Any], pixels: int) -> str:
    """Such as "2.3 % of the picture, 0 px outside · 0.2 s · embedded"; `pixels` is how many the picture had before."""
    parts = [touched_words(receipt, pixels), f"{receipt.get('seconds', 0.0):.1f} s", engine_words(receipt)]
    return " · ".join(filter(None, [*parts, sampling_words(receipt), limit_words(receipt)]))


def touched_words(receipt: Mapping[str, Any], pixels: int) -> str:
    """How much was touched, and how much outside of what was meant to be."""
    inside, outside = receipt.get("changed_inside"), receipt.get("changed_outside")
    if inside is None or not pixels:
        return "the whole picture" if receipt.get("same_size", True) else "the whole picture, its size too"
    if outside is None:
        return f"{percent(inside / pixels)} of the picture"
    return f"{percent(inside / pixels)} of the picture, {outside:,} px outside"


def engine_words(receipt: Mapping[str, Any]) -> str:
    return " ".join(filter(None, [str(receipt.get("engine") or ""), str(receipt.get("model") or "")]))


def sampling_words(receipt: Mapping[str, Any]) -> str:
    """How a model made it: "28 steps, guidance 2.5"; "" where no model did."""
    told = receipt.get("sampling") or {}
    words = [count(told["steps"], "step")] if isinstance(told.get("steps"), int) else []
    words += [_value(name, value) for name, value in told.items() if name != "steps" and _told(value)]
    return ", ".join(words)


def limit_words(receipt: Mapping[str, Any]) -> str:
    """That the model's licence allows no commercial use, if so."""
    return f"not for commercial use ({receipt['limits']})" if receipt.get("limits") else ""


def step_words(operation: Mapping[str, Any], receipt: Mapping[str, Any]) -> str:
    """A step in a few words, with the model that made it and what its licence does not allow."""
    by = f"by {receipt.get('engine')}" if receipt.get("model") else ""
    limits = "not for commercial use" if receipt.get("limits") else ""
    return " ".join(filter(None, [operation_words(operation), ", ".join(filter(None, [by, limits]))]))


def percent(fraction: float) -> str:
    """0.0234 → "2.3 %"; never "0 %" for something, nor "100 %" for less than all."""
    value = 100 * fraction
    if 0 < value < 0.05:
        return "< 0.1 %"
    if 99.95 <= value < 100:
        return "> 99.9 %"
    return f"{value:.1f} %" if value < 99.95 and value else f"{value:.0f} %"


def count(number: int, noun: str) -> str:
    """A number with its noun: "1 turn", "3 turns"."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
