"""Clauses about the pictures that came with the utterance → compose, add, replace, background, match, analogy drafts.

A digest is put in place of the picture itself; what a picture shows is not known here.
"""

from __future__ import annotations

from collections.abc import Sequence

from agent.planners.english.phrases import Draft, clean, place_arguments, region, split_place, target
from agent.planners.english.saying import Saying, search
from tools.beside import parse_beside
from tools.places import parse_place

_ATTACHED = (
    r"(?:this|that|these|the attached|the (?:other|second|reference|given|provided|uploaded) "
    r"(?:picture|image|photo)|my|attached|it|him|her|the (?:picture|photo|image|one) (?:i|that|from))"
)


def refer(clause: Saying, references: Sequence[str]) -> list[Draft]:
    """The draft for a clause that speaks of an attached picture; nothing where it speaks of something else."""
    text, first = clause.text, references[0]
    if len(references) >= 2 and search(
        r"\b(?:same (?:change|edit|thing)|what turned|as (?:was )?done|like (?:from )?the first to the second|analog)",
        text,
    ):
        return [{"op": "analogy", "example_before": references[0], "example_after": references[1]}]
    if search(
        (
            r"\b(?:as|for|into) (?:the |a |my )?(?:new )?(?:background|backdrop)\b|\bbackground\b.*\b(?:with|"
            r"to|by|from) (?:this|that|the attached|the (?:other|second|reference))|^(?:put|place) (?:it|him|"
            r"her|them|me|this person|the (?:subject|man|woman|dog|cat)) (?:on|in|onto|into|at) (?:this|that|"
            r"the attached)\b"
        ),
        text,
    ):
        return [{"op": "background", "mode": "picture", "reference": first}]
    if search(
        (
            r"\b(?:match|same|similar|like|copy|take|use|borrow|transfer)\b.*\b(?:colou?rs?|tones?|mood|"
            r"palette|look|style|lighting|grading|grade|feel|atmosphere)\b|^match\b|\bmore like (?:this|that|"
            r"the (?:attached|other|reference))"
        ),
        text,
    ):
        about = search(r"^(?:make|give) (?!it\b|this\b)(.+?) (?:look|more|the same|match|like|a bit)\b", text)
        return [{"op": "match", "reference": first, **(region(about[1]) if about else {})}]
    swapped = search(
        rf"^(?:replace|swap|substitute|exchange|change|turn)\s+(.+?)\s+(?:with|for|by|into|to)\s+{_ATTACHED}\b ?(.*)$",
        text,
    )
    if swapped:
        return [
            {
                "op": "replace",
                "object": _named(swapped[2]),
                "reference": first,
                "region": {"phrase": target(swapped[1]) or "it"},
            }
        ]
    return _put(text, first)


def _put(text: str, reference: str) -> list[Draft]:
    match = search(
        (
            r"^(?:add|put|place|insert|paste|compose|include|stick|use|bring|merge|combine|show)\s+(?:in "
            rf")?({_ATTACHED}\b.*)$"
        ),
        text,
    )
    match = match or search(r"^(?:add|put|place|insert|paste|include|stick) (.+)$", text)
    if match is None:
        return []
    what, where = split_place(match[1])
    named = parse_place(where) if where and not search(r"\bof\b", where) else None
    told = where if parse_beside(where) and not search(r"^(?:up)?on(?:to)?\b", where) else None
    spot = {"place": named or told} if named or told else place_arguments(where) if where else {}
    if search(r"^(?:this |my |the |that |attached )*(?:picture|photo|image) of\b", what):
        what = "this picture"
    name = _named(search(rf"^(?:{_ATTACHED})?\s*(.*)$", what)[1])  # type: ignore[index]
    if name in (
        "picture",
        "photo",
        "image",
        "one",
        "object",
        "cutout",
        "cut-out",
        "logo",
        "subject",
        "thing",
        "it",
    ) or (not where and "place" not in spot):
        return [
            {
                "op": "compose",
                "reference": reference,
                **{key: value for key, value in spot.items() if key == "region" or value in (named, told)},
            }
        ]
    return [{"op": "add", "object": name, "reference": reference, **spot}]


def _named(words: str) -> str:
    """What the attached picture is called: "this straw hat" → "straw hat"."""
    text = clean(words)
    return (search(r"^(?:(?:picture|photo|image) of (?:an? |the )?)?(.*)$", text) or [text, text])[1] or "object"
