"""What a short answer says: an angle, a place in the picture, quoted words, a shape.

Strict on purpose: an utterance with any other word in it is a request of its own. It knows nothing of questions.
"""

from __future__ import annotations

import re
from typing import Any

from agent.planners.chinese.answers import in_english
from tools.beside import parse_beside
from tools.chinese import is_chinese
from tools.places import parse_place

_SMALL = [
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
    "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty",
]  # fmt: skip
_NUMBERS = {word: float(value) for value, word in enumerate(_SMALL)} | {"half": 0.5, "thirty": 30.0, "forty": 40.0}
_ANGLE_WORDS = {
    "degree", "degrees", "deg", "°", "to", "the", "about", "around", "roughly", "maybe", "say", "by", "it", "please",
    "rotate", "turn", "tilt", "straighten", "and", "a", "an", "of", "yes", "ok", "okay", "clockwise", "right", "left",
    "cw", "ccw", "counterclockwise", "anticlockwise", "minus", "plus",
}  # fmt: skip
_BACKWARD = {"left", "ccw", "counterclockwise", "anticlockwise", "minus"}
_PLACE_WORDS = {
    "left", "right", "top", "bottom", "upper", "lower", "center", "centre", "middle", "corner", "side", "up", "down",
    "to", "the", "in", "at", "on", "of", "a", "bit", "little", "slightly", "further", "more", "picture", "please", "it",
    "put", "move", "-", "hand", "and",
}  # fmt: skip
_DIRECTIONS = {"left": ("dx", -1), "right": ("dx", 1), "up": ("dy", -1), "down": ("dy", 1)}
_THING = re.compile(r"(?:(?:the|my|his|her|its|that|this|a|an) )?[\w'-]+(?: [\w'-]+){0,2}")
_QUOTED = re.compile("[\"“”«'‘](.+)[\"“”»'’]", re.DOTALL)
_STEP = 0.1  # of the picture: "a bit to the left"


def reading(field: str, said: str) -> dict[str, Any] | None:
    """The arguments that an answer gives to an operation that asked for `field`; None if it is no answer."""
    text = " ".join(in_english(said).lower().split()).rstrip(".!")
    if field == "degrees":
        degrees = angle(text)
        return None if degrees is None else {"degrees": degrees}
    if field == "place":
        return place(text) or _beside(said)
    if field == "content":
        quoted = _QUOTED.fullmatch(said.strip())
        return {"content": quoted[1]} if quoted else None
    if field == "region" and (shape := re.fullmatch(r"(?:to )?(?:(\d+ ?: ?\d+)|(?:a )?square)", text)):
        return {"ratio": (shape[1] or "1:1").replace(" ", "")}
    return None


def _beside(said: str) -> dict[str, Any] | None:
    """A place that another thing tells: "next to the spoon"."""
    told = parse_beside(said)
    if told is None or not (_THING.fullmatch(told.anchor) or (is_chinese(said) and len(told.anchor) <= 8)):
        return None
    return {"place": said.strip().rstrip(".!。！")}


def angle(text: str) -> float | None:
    """Degrees clockwise: "two and a half degrees", "-3", "1.5° to the left"."""
    joined = re.sub(r"\b(counter|anti)[ -](clock)", r"\1\2", text).replace("−", "-")
    tokens = re.findall(r"[-+]?\d+(?:[.,]\d+)?|[a-z]+|\S", joined)
    numbers = [_NUMBERS[token] if token in _NUMBERS else _number(token) for token in tokens]
    known = [number for number in numbers if number is not None]
    if any(number is None and token not in _ANGLE_WORDS for token, number in zip(tokens, numbers, strict=True)):
        return None
    if not known and tokens[:1] == ["a"] and tokens[1:2] == ["degree"]:
        known = [1.0]
    if not known or len(known) > 1 + ("half" in tokens):
        return None
    value = sum(known)
    return -abs(value) if _BACKWARD & set(tokens) else value


def _number(token: str) -> float | None:
    return float(token.replace(",", ".")) if token[-1].isdigit() else None


def place(text: str) -> dict[str, Any] | None:
    """A place ("top right") or a short way ("a bit to the left") to move to."""
    words = text.replace("-", " ").split()
    if not words or not set(words) <= _PLACE_WORDS:
        return None
    ways = [_DIRECTIONS[word] for word in words if word in _DIRECTIONS]
    little = {"bit", "little", "slightly", "up", "down", "further", "more"} & set(words)
    if ways and little:
        return {axis: sign * _STEP for axis, sign in ways}
    named = parse_place(text)
    return {"place": named} if named else None
