"""What an act is before it is a plan, and the words that several acts share. Knows no rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from agent.planners.english import amounts
from agent.planners.english.phrases import Draft, is_whole
from agent.planners.english.saying import Saying, fullmatch


@dataclass(frozen=True)
class Said:
    """An act as drafted: its arguments, its operations, and for amend the words that are still to be planned."""

    act: str
    args: dict[str, Any] = field(default_factory=dict)
    drafts: tuple[Draft, ...] = ()
    rest: Saying | None = None
    amount: float | None = None  # of amend: the new amount of the step, whatever it is the amount of
    unsure: bool = False  # an act only if the history knows what is named; otherwise an edit


Rule = Callable[[Saying], Said | None]
STEP = r"(?:step|turn|edit|change|version|number|operation)"
NUMBER = (
    r"(?:#?\d{1,4}(?:st|nd|rd|th)?|one|two|three|four|five|six|seven|eight|nine|ten|first|second|third|"
    r"fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
)
LAST = (
    r"(?:that|it|this|the last|last|my last|the previous|previous|the last one|the last step|the last "
    r"edit|the last change|the last thing|the most recent(?: one| change| edit)?|what you (?:just "
    r")?did|everything you just did|that last one|that one|that change|that edit|my last change|the "
    r"last turn|that again)"
)
KEEP = r"(?:,?\s+(?:but|and|only)?\s*(?:keep|leave|not|don't touch|hold on to|without (?:losing|touching))\b[^,;.]*)?"
ORIGINAL = (
    r"(?:the )?(?:original|beginning|very beginning|very start|start|first (?:picture|photo|image|one|version)|"
    r"photograph|original (?:photo|picture|image|one|version)|photo i (?:opened|gave you)|untouched "
    r"(?:photo|picture)|unedited (?:photo|picture|version))"
)


def how_many(words: str) -> int:
    for word, value in (("couple", 2), ("few", 3), ("both", 2), ("twice", 2)):
        if word in words:
            return value
    return amounts.ordinal(words) or 1


def event_name(words: str) -> str:
    """The name in a clause: "you added the text" → "the text"; "I cropped it" → "crop"."""
    words = words.strip()
    did = fullmatch(r"(?:you|i|we) (\w+?)(?: (.+))?", words) or fullmatch(
        r"(adding|removing|making|changing|cropping|doing) (.+)", words
    )
    if did is None:
        return words
    thing = did[2] or ""
    if thing and not is_whole(thing):
        return thing
    verb = did[1]
    return {
        "cropped": "crop",
        "rotated": "rotate",
        "flipped": "flip",
        "straightened": "straighten",
        "brightened": "brighten",
        "darkened": "darken",
        "cropping": "crop",
    }.get(verb, verb)
