"""Something moved to a place that another thing tells: "把杯子移到勺子旁边". Knows no pictures and no history."""

from __future__ import annotations

from agent.planners.chinese.lexicon import MEASURE
from agent.planners.chinese.numbers import COUNT
from agent.planners.chinese.phrases import Draft, nounlike, region
from agent.planners.chinese.saying import fullmatch, search
from tools import chinese
from tools.beside import parse_beside

_MOVE = r"(?:移动|移|挪动|挪|平移|推|拖|靠|调|放|摆|换|弄|搬|拿)(?:动)?(?:到|在|至|去)(?:了)?"


def beside_things(clause: str) -> list[Draft]:
    """`move` with the place in the person's own words; nothing where a count tells of something new."""
    match = fullmatch(rf"[把将让](?P<a>.+?){_MOVE}(?P<to>.+)", clause)
    match = match or fullmatch(r"(?:移动|移|挪|搬)(?P<a>.+?)(?:到|至)(?P<to>.+)", clause)
    if match is None or not nounlike(match["a"]) or search(f"{COUNT}{MEASURE}", match["a"]):
        return []
    place = whereto(match["to"])
    if place is None or not parse_beside(place):
        return []
    return [{"op": "move", "region": region(match["a"]) or {"phrase": "it"}, "place": place}]


def whereto(words: str | None) -> str | None:
    """A named place, or the words for one that another thing tells; None where no place is told."""
    if not words:
        return None
    return words if parse_beside(words) else chinese.place(words)
