"""A new picture altogether: "draw a picture of a boat", "forget it, make a castle". It knows nothing of this one."""

from __future__ import annotations

from agent.planners.english import clauses
from agent.planners.english.phrases import Draft
from agent.planners.english.saying import Saying, search

_FORGET = rf"{clauses.FORGET}(?:[,.]| and| -)*(?: just| please)?"
_NEW_PICTURE = (
    rf"^(?:{_FORGET} )?(?:generate|create|draw|paint|make)(?: me)? (?:(?:an? )?(?:new |fresh |"
    rf"different )*(?:\d+ ?(?:x|by) "
    r"?\d+ )?(?:picture|image|photo|illustration) of )(.+)$",
    r"^generate (?:me )?(?:an? |the )?(.+)$",
    rf"^{_FORGET} (?:draw|paint|make|generate|create|show|give)(?: me)? (.+)$",
)


def generate(clause: Saying) -> list[Draft]:
    """A picture made from the words alone, at the size that they name."""
    match = next((found for source in _NEW_PICTURE if (found := search(source, clause.text))), None)
    if match is None:
        return []
    size = search(r"(\d{2,5}) ?(?:x|by) ?(\d{2,5})", clause.text)
    sides = {"width_px": int(size[1]), "height_px": int(size[2])} if size else {}
    return [{"op": "generate", "prompt": clause.verbatim(*match.span(1)), **sides}]
