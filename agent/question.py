"""The one open question of a session: how it is stored in the log, and what counts as its answer.

Every planner shares it, because an answer ("2", "the left one", a click) needs no mind. It knows nothing of the store.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import asdict, dataclass
from typing import Any

from agent.errors import UnparseablePlan
from agent.plan import Plan, parse_plan
from agent.planners.chinese.answers import in_english, may_name
from agent.reading import reading
from memory.schema import MaskRef
from tools.beside import reworded
from tools.chinese import is_chinese
from tools.types import Region

_NUMBERS = {
    "one": 1, "first": 1, "1st": 1, "two": 2, "second": 2, "2nd": 2, "three": 3, "third": 3, "3rd": 3, "four": 4,
    "fourth": 4, "4th": 4, "five": 5, "fifth": 5, "5th": 5, "six": 6, "sixth": 6, "6th": 6, "last": -1,
}  # fmt: skip
_CHOICE = re.compile(
    r"^(?:(?:number|no\.?|nr\.?|option|candidate|it's|take|the|#)\s*)*(\d{1,2}|"
    + "|".join(_NUMBERS)
    + r")(?:\s+(?:one|please))*[.!)]?$"
)
_YES = re.compile(r"^(?:yes|yeah|yep|yup|sure|ok|okay|right|correct|exactly|that one|this one|that's it)\b[.! ]*$")
_CANCEL = re.compile(
    r"^(?:no|nope|never ?mind|cancel|forget it|none|none of (?:them|these|those)|neither|stop|nothing)\b[.! ]*$"
)
_ALL = re.compile(
    r"^(?:on |to |do |for |yes,? )*(?:(?P<two>both|the two|both of (?:them|those|these)|them both|1 and 2|one and two)|"
    r"all(?: of (?:them|those|these))?|them all|every(?: one|one)? ?(?:of them)?|each(?: of them)?)(?: please)?[.! ]*$"
)
_NOT_THAT = re.compile(r"^(?:(?:no|nope|none of (?:them|these)|not (?:that|this)(?: one)?|i mean)\b[,.;: ]*)+", re.I)
_NOT_THAT_ZH = re.compile("^(?:(?:不是?|不对|都不是|我说的是|我指的是|我是说|是)[，,。 ]*)+(?=.)")
_POSITIONS = {
    "left": (0, False), "leftmost": (0, False), "right": (0, True), "rightmost": (0, True), "top": (1, False),
    "upper": (1, False), "bottom": (1, True), "lower": (1, True), "biggest": (2, True), "largest": (2, True),
    "bigger": (2, True), "larger": (2, True), "higher": (1, False), "smallest": (2, False), "smaller": (2, False),
}  # fmt: skip
_OTHER = re.compile(r"^(?:no,? |not that,? )*(?:the )?other(?: one)?(?: please)?[.! ]*$")
_MIDDLE = re.compile(
    r"^(?:the )?(?:middle|center|centre|central)(?: one)?(?: please)?[.! ]*$|^(?:the )?one in the middle[.! ]*$"
)
_ONE = re.compile(
    r"^(?:no,? |i mean,? |yes,? )*(?:the |an? )(?!other\b|same\b|wrong\b|new\b|better\b|different\b|previous\b)"
    r"(?P<kind>(?:[\w-]+ ){0,2})one(?P<rest>(?: (?:with|without|wearing|holding|in|on|by|near|next to|behind|under|at|"
    r"from|that|who|which) .+)?)[.! ]*$"
)
_FILLING = {"the", "one", "on", "at", "in", "to", "it", "it's", "its", "of", "please", "corner", "side", "put", "move"}


Choices = tuple[tuple[int, int, MaskRef], ...]  # number of the act in the plan, of the operation in the act, its place


@dataclass(frozen=True)
class Question:
    """`plan` waits for operation `index` of act number `at` to get a place (one of `places`) or its argument `field`.

    `chosen` are the places that earlier answers gave to other operations of the plan, `drawn` is what the person had
    drawn with the request, `said` are its words.
    """

    plan: dict[str, Any]
    at: int
    index: int
    places: tuple[MaskRef, ...] = ()
    field: str = ""
    chosen: Choices = ()
    drawn: Region | None = None
    said: str = ""

    def to_json(self) -> dict[str, Any]:
        return {
            "plan": self.plan,
            "at": self.at,
            "index": self.index,
            "places": [asdict(place) for place in self.places],
            "field": self.field,
            "chosen": [[at, index, asdict(place)] for at, index, place in self.chosen],
            "drawn": self.drawn and self.drawn.model_dump(mode="json", exclude_defaults=True),
            "said": self.said,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> Question | None:
        """The question of a log entry; None if that entry asked nothing that can be answered here."""
        try:
            chosen = tuple((at, index, _mask_ref(place)) for at, index, place in value.get("chosen", ()))
            drawn = Region.model_validate(value["drawn"]) if value.get("drawn") else None
            places = tuple(map(_mask_ref, value["places"]))
            waiting = value["plan"], value["at"], value["index"]
            return cls(*waiting, places, value["field"], chosen, drawn, str(value.get("said", "")))
        except (KeyError, TypeError, ValueError):  # nothing to answer, or asked by another version of the program
            return None


def _mask_ref(value: dict[str, Any]) -> MaskRef:
    return MaskRef(value["digest"], tuple(value["box"]), tuple(value["size"]))


@dataclass(frozen=True)
class Answer:
    """What the person chose: the plan goes on at the `chosen` places or with its field filled; or it is given up."""

    plan: Plan | None = None
    chosen: Choices = ()


def answer(question: Question, said: str, drawn: dict[str, Any] | None = None) -> Answer | None:
    """The answer that the words or a drawn region give; None if they are something else, a new request for instance."""
    text = " ".join(in_english(said).lower().split())
    try:
        plan = parse_plan(question.plan)
    except UnparseablePlan:
        return None
    if drawn is not None and not _operations(question):
        return Answer(plan, question.chosen)  # what is to be named is in the drawing
    if drawn is not None and question.field == "anchor":
        return Answer(_with(question, anchor=drawn), question.chosen)
    if drawn is not None:
        return Answer(_with(question, region={**_region(question), **drawn}), question.chosen)
    if _CANCEL.match(text):
        return Answer()
    if question.field == "anchor":
        thing = _chosen(question.places, text)
        return None if thing is None else Answer(_with(question, anchor=_boxed(thing)), question.chosen)
    if question.field:
        values = reading(question.field, said)
        return Answer(_with(question, **values), question.chosen) if values else None
    if several := _several(question.places, text):
        return _for_each(question, several)
    place = _chosen(question.places, text)
    if place is None and (better := _described(question, text)):
        return Answer(better, question.chosen)
    return None if place is None else Answer(plan, (*question.chosen, (question.at, question.index, place)))


def named(question: Question, said: str) -> Plan | None:
    """The plan with words that are no request of their own taken as what was asked for: a better name for the place
    ("the red one by the door"), or the lettering. A number that is not on offer makes the question come again.
    """
    words = _NOT_THAT_ZH.sub("", _NOT_THAT.sub("", said.strip().rstrip(".!。！")))
    if question.field in ("", "anchor") and _CHOICE.match(in_english(words).lower()):
        return parse_plan(question.plan)
    if (
        not words
        or not _operations(question)
        or question.field not in ("", "region", "content", "anchor")
        or len(words.split()) > 8
        or (question.field != "content" and is_chinese(words) and not may_name(words))
    ):
        return None
    if question.field == "content":
        return _with(question, content=said.strip())
    if question.field == "anchor":
        return _with(question, place=reworded(str(_waiting(question).get("place")), words), anchor=None)
    return _with(question, region={"phrase": words})


def _described(question: Question, text: str) -> Plan | None:
    """The plan for a better description of the same kind of thing: "the one with the hat", of several men."""
    match = _ONE.match(text)
    if match is None or not (match["kind"] or match["rest"]) or not _operations(question):
        return None
    noun = _BEYOND_NOUN.split(str(_region(question).get("phrase") or "").lower(), maxsplit=1)[0]
    if not noun:
        return None
    return _with(question, region={"phrase": f"{match['kind']}{noun.removeprefix('the ')}{match['rest']}".strip()})


_BEYOND_NOUN = re.compile(r" (?:on|in|at|by|of|with|near|behind|under|next|from|to|who|that|wearing|holding)\b")


def _act(question: Question, plan: dict[str, Any]) -> dict[str, Any]:
    """The act of `plan` (JSON) that asks."""
    for _ in range(question.at):
        plan = plan["then"]
    return plan


def _operations(question: Question) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = _act(question, question.plan).get("operations", [])
    return found


def _several(places: Sequence[MaskRef], text: str) -> Sequence[MaskRef]:
    """The places that "both" or "all of them" mean."""
    match = _ALL.match(text)
    return places[: 2 if match["two"] else len(places)] if match and len(places) > 1 else ()


def _for_each(question: Question, places: Sequence[MaskRef]) -> Answer | None:
    """The operation that asks, once for each of the places; those after it move on in the plan."""
    said = deepcopy(question.plan)
    operations = _act(question, said)["operations"]
    if not operations:
        return None
    operations[question.index : question.index + 1] = [deepcopy(operations[question.index]) for _ in places]
    further = len(places) - 1
    chosen = [
        (at, index + further if (at, index > question.index) == (question.at, True) else index, place)
        for at, index, place in question.chosen
    ]
    chosen += [(question.at, question.index + number, place) for number, place in enumerate(places)]
    return Answer(parse_plan(said), tuple(chosen))


def _waiting(question: Question) -> dict[str, Any]:
    found: dict[str, Any] = _operations(question)[question.index]
    return found


def _region(question: Question) -> dict[str, Any]:
    return _waiting(question).get("region") or {}


def _boxed(place: MaskRef) -> dict[str, Any]:
    (x0, y0, x1, y1), (width, height) = place.box, place.size
    return {"box": (x0 / width, y0 / height, x1 / width, y1 / height)}


def _with(question: Question, **values: Any) -> Plan:
    """The plan with arguments of the operation that asks replaced, parsed anew."""
    said = deepcopy(question.plan)
    _act(question, said)["operations"][question.index] |= values
    return parse_plan(said)


def _chosen(places: Sequence[MaskRef], text: str) -> MaskRef | None:
    if not places:
        return None
    if found := _CHOICE.match(text):
        number = _NUMBERS.get(found[1]) or int(found[1])
        return places[number - (number > 0)] if number == -1 or 1 <= number <= len(places) else None
    if _OTHER.match(text) and len(places) == 2:
        return places[1]
    if _MIDDLE.match(text) and len(places) > 2:
        across = sorted(places, key=lambda place: _measure(place, 0))
        return across[len(across) // 2]
    words = [word for word in re.findall(r"[a-z']+", text) if word not in _FILLING]
    if not words or any(word not in _POSITIONS for word in words):
        return places[0] if _YES.match(text) else None
    left = list(places)
    for word in words:  # "top left": the left one of the upper half
        axis, last = _POSITIONS[word]
        left.sort(key=lambda place: _measure(place, axis), reverse=last)
        left = left[: (len(left) + 1) // 2] if word is not words[-1] else left
    return left[0]


def _measure(place: MaskRef, axis: int) -> float:
    """Centre (axis 0: x, 1: y) or area (2) of a candidate's box."""
    x0, y0, x1, y1 = place.box
    return ((x0 + x1) / 2, (y0 + y1) / 2, float((x1 - x0) * (y1 - y0)))[axis]
