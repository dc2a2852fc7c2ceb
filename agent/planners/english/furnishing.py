"""Something definite put beside a thing: "set the lamp above her desk", "hang the scarf on the hook".

It may be in the photograph, and is moved then, or be new to it: the draft says beside what, and whoever knows what was
spoken of before decides. Knows no history and no pictures.
"""

from __future__ import annotations

from agent.planners.english import geometry, lexicon
from agent.planners.english.phrases import Draft, clean, split_place
from agent.planners.english.saying import Saying, fullmatch, pattern, search

DEFINITE = (
    r"^(?:put|place|set|stick|lay|hang|position|rest|sit|arrange|lean|mount|perch) "
    r"(?:the|it|him|her|them|his|their|that|those|these)\b"
)
_SIDES = r"(?:top|bottom|left|right|upper|lower|middle|center|background|foreground|front|back|air|side)"
_AT_A_THING = (
    r"\b(?:on|in|at|under|underneath|beneath|below|above|over|behind|beside|near|by|against|of|next to|inside) "
    rf"(?:(?:him|her|them)\b|(?:the|his|her|their|my|that) (?!{_SIDES}(?: {_SIDES})?(?: corner)?(?:$| of))(?!picture\b|"
    r"image\b|photo\b|frame\b)\w+)|^to (?:his|her|their) (?:left|right)\b"
)
"""A place that is told by another thing, not by the sides of the picture."""
_STAYS = (
    r"\b(?:person|people|man|men|woman|women|boys?|girls?|kids?|child|children|lady|guy|dogs?|cats?|baby|arms?|hands?|"
    r"legs?|head|feet|subject|figure|couple|camera)\b"
)
"""Who or what is sure to be there already, and is moved."""
_BY_DEGREES = r"\b(?:off to|a (?:bit|little|touch)|slightly|further|farther|closer|away|instead)\b"


def put(words: str, where: str) -> list[Draft]:
    """`move` for what is there already; `beside` what, if it turns out to be new to the picture."""
    moved = geometry.move(Saying(f"move {words}", f"move {words}"))
    what = clean(pattern(r" (?:directly|just|right)$").sub("", split_place(words)[0]))
    if fullmatch(r"(?:the )?(?:copy|duplicate|clone|copies)(?: of it)?", what):
        return geometry.move(Saying(f"move it {where}", f"move it {where}"))
    there = not what or what in lexicon.PRONOUNS or search(_STAYS, what) or search(_BY_DEGREES, where)
    if there or not search(_AT_A_THING, where):
        return moved
    place = {"place": moved[0]["place"]} if moved and "place" in moved[0] else {}
    return [{"op": "move", "region": {"phrase": what}, **place, "beside": where}]
