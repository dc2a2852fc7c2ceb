"""Names that the person gave to things, out of the grammars' way: “make Big Red darker” speaks of no red.

Before an utterance is read, each such name becomes a word that no grammar knows, and the thing in the ledger answers to
that word; in the plan the person's own letters stand again. One place for every language. It knows no grammar, and
nothing of how a thing got its name.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from agent.plan import Plan, parse_plan
from agent.planners import Request
from agent.scene import Scene, SceneObject
from tools.chinese import is_chinese

_LONGEST = 60  # letters of a name
_STEM = "Xq"
_LETTERS = "abcdfghjkmnopqruvwxyz"  # no ending of English ("s", "t", "e") among them
_NO_DETERMINER = "".join(rf"(?<!\b{word} )" for word in ("the", "a", "an", "this", "that", "my", "his", "her", "their"))
_BEFORE = (
    "move|shift|slide|put|bring|take|remove|delete|erase|hide|darken|brighten|lighten|sharpen|blur|soften|enlarge|"
    "shrink|resize|rotate|flip|duplicate|copy|clone|replace|recolor|colour|color|touch|protect|leave|give|restore|"
    "behind|near|next to|beside|above|below|under|around|of|than|except|only|call|rename|compare"
)
_AFTER = r"should|shall|must|needs?|is|looks?|could|can|may|has"


@dataclass(frozen=True)
class Masked:
    """A request without names; `said` is how each stand-in was spelt, `named` how the name was given."""

    request: Request
    said: Mapping[str, str] = field(default_factory=dict)
    named: Mapping[str, str] = field(default_factory=dict)

    def restored(self, plan: Plan) -> Plan:
        """The plan with every name back: as it was given where it is a thing's, else as it was said."""
        if not self.said:
            return plan
        told: dict[str, Any] = self._back(plan.to_json(), "")
        return parse_plan(told)

    def _back(self, value: Any, key: str) -> Any:
        if isinstance(value, dict):
            return {name: self._back(inner, name) for name, inner in value.items()}
        if isinstance(value, list):
            return [self._back(inner, key) for inner in value]
        if not isinstance(value, str):
            return value
        names = self.named if key in ("phrase", "reply") else self.said
        return re.sub(rf"(?i){_STEM}[{_LETTERS}]", lambda found: names.get(found[0].capitalize(), found[0]), value)


def masked(request: Request) -> Masked:
    """The request with a word of no language for each name that the utterance holds."""
    things = request.scene.objects if request.scene else ()
    given = sorted({(name, one.id) for one in things for name in one.given if 1 < len(name) <= _LONGEST})
    if not given or _STEM.lower() in request.utterance.lower():
        return Masked(request)
    standing: dict[tuple[str, str], str] = {}  # (spelling, id) → stand-in
    named: dict[str, str] = {}

    def aside(words: str) -> str:
        for name, ident in sorted(given, key=lambda one: -len(one[0])):
            for source in _uses(name):
                words = re.sub(source, partial(instead, name, ident), words)
        return words

    def instead(name: str, ident: str, found: re.Match[str]) -> str:
        if (found[2], ident) not in standing and len(standing) == len(_LETTERS):
            return found[0]
        letter = standing.setdefault((found[2], ident), _LETTERS[len(standing) % len(_LETTERS)])
        named[_STEM + letter] = name
        return f"{found[1]}{_STEM}{letter}"

    words = aside(request.utterance)
    if not standing:
        return Masked(request)
    history = tuple(replace(turn, utterance=aside(turn.utterance)) for turn in request.history)
    said = {_STEM + letter: spelt for (spelt, _), letter in standing.items()}
    scene = request.scene and _with_names(
        request.scene, [(ident, named[_STEM + x], _STEM + x) for (_, ident), x in standing.items()]
    )
    return Masked(replace(request, utterance=words, history=history, scene=scene), said, named)


def _with_names(scene: Scene, names: Sequence[tuple[str, str, str]]) -> Scene:
    """The ledger with each name (of the thing with that id) and the stand-in that it goes by now."""
    things: list[SceneObject] = []
    for one in scene.objects:
        old = {name for ident, name, _ in names if ident == one.id}
        new = tuple(stand_in for ident, _, stand_in in names if ident == one.id)
        kept, given = (tuple(name for name in some if name not in old) for some in (one.names, one.given))
        things.append(replace(one, names=(*kept, *new), given=(*new, *given)))
    return Scene(tuple(things), scene.size, {one.id: one for one in things})


def _uses(name: str) -> tuple[str, ...]:
    """Patterns of where these letters (group 2) are the name, and not words that happen to be spelt so."""
    letters = re.escape(name)
    if is_chinese(name):
        return (rf"()({letters})(?!色)",)
    whole = rf"(?<![\w']){_NO_DETERMINER}({letters})(?!\w)"
    if " " in name:
        return rf"()(?<![\w'])({letters})(?!\w)", rf"(?i)(){whole}"
    capital = (rf"([^.!?\s][ ]+){whole}",) if name != name.lower() else ()
    return (
        *capital,
        rf"([^\x00-\u024f])({letters})(?![a-zA-Z])",  # between letters of another script
        rf"(?i)(\b(?:{_BEFORE}) ){whole}",
        rf"(?i)(\b(?:make|turn|let|have|get|keep) ){whole}(?= \w)",
        rf"(?i)(^|[.!?] ){whole}(?= (?:{_AFTER})\b|'s)",
    )
