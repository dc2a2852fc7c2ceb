"""Few-shot dialogues: what people say and the answer to it, from the operations' own examples and, for acts, from here.

Those that are most like what is said now are chosen, as many as there is room for. A test holds that every one of them
is a valid answer. Knows no planner.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

from prompts.budget import fitting
from tools.operations import operations

Json = dict[str, Any]

MOST = 10
_WORD = re.compile(r"[^\W_]+")
_DIGEST = re.compile(r"[0-9a-f]{64}")


class Dialogue(NamedTuple):
    """An utterance and its answer as a planner gives it."""

    said: str
    answer: Json


def _acts(*acts: Json, reply: str) -> Json:
    return {"acts": list(acts), "reply": reply}


def _act(act: str, *operations: Json, **args: Any) -> Json:
    return {"act": act, **({"args": args} if args else {}), **({"operations": list(operations)} if operations else {})}


_BLUER = {"op": "adjust", "region": {"phrase": "sky"}, "temperature": -20, "saturation": 10}
_SQUARE = {"op": "crop", "ratio": "1:1"}
ACTS: tuple[Dialogue, ...] = (
    Dialogue("that was too much, half of it", _acts(_act("amend", factor=0.5), reply="Half as strong.")),
    Dialogue("go back two steps", _acts(_act("undo", n=2), reply="Two steps back.")),
    Dialogue("no, bring that back again", _acts(_act("redo"), reply="It is back.")),
    Dialogue("show it as it was before the crop", _acts(_act("goto", where="before", name="crop"), reply="Whole.")),
    Dialogue("back to the very beginning", _acts(_act("goto", where="start"), reply="The untouched photograph.")),
    Dialogue("take the hat out again but leave the rest", _acts(_act("drop", name="hat"), reply="Without the hat.")),
    Dialogue(
        "in step 2 make the wall green instead",
        _acts(
            _act("amend", {"op": "recolor", "region": {"phrase": "wall"}, "color": "green"}, turn=2),
            reply="Step 2 paints the wall green now.",
        ),
    ),
    Dialogue(
        "undo the last thing and make it square",
        _acts(_act("undo"), _act("edit", _SQUARE), reply="Undone, and square now."),
    ),
    Dialogue(
        "the sky could be a bit bluer, and crop it to a square",
        _acts(_act("edit", _BLUER, _SQUARE), reply="A bluer sky, and square."),
    ),
    Dialogue(
        "from now on never touch the faces",
        _acts(_act("remember", rule="never touch the faces"), reply="I will leave the faces alone."),
    ),
    Dialogue("you may touch the faces again", _acts(_act("drop", rule="never touch the faces"), reply="That ends.")),
    Dialogue("call the left dog Rex", _acts(_act("remember", name="Rex", text="the left dog"), reply="Rex.")),
    Dialogue("what have you done so far?", _acts(_act("answer"), reply="I brightened it and cropped the bottom.")),
    Dialogue("lovely, thank you", _acts(_act("none"), reply="With pleasure.")),
    Dialogue("no, that looks bad, try again", _acts(_act("rate", value="bad"), reply="Another try.")),
    Dialogue("keep this as the bright version", _acts(_act("branch", name="bright"), reply="It goes on as “bright”.")),
    Dialogue("how does it differ from step 1?", _acts(_act("compare", turn=1), reply="Compared with step 1.")),
    Dialogue("save it, no more than 2000 pixels", _acts(_act("export", max_side=2000), reply="Saved.")),
    Dialogue("change that one", _acts(_act("ask"), reply="Which one do you mean, and what shall change about it?")),
    Dialogue(
        "把天空调亮一点",
        _acts(_act("edit", {"op": "adjust", "region": {"phrase": "天空"}, "exposure": 12}), reply="天空亮了一点。"),
    ),
    Dialogue("撤销上一步", _acts(_act("undo"), reply="已撤销上一步。")),
)  # fmt: skip


@cache
def dialogues() -> tuple[Dialogue, ...]:
    """All of them: the acts, then each operation's own examples."""
    own = (
        Dialogue(said, _acts(_act(_act_of(name), {"op": name, **named(given)}), reply=_reply(name, given)))
        for name, kind in operations().items()
        for said, given in kind.examples
    )
    return (*ACTS, *own)


def _act_of(name: str) -> str:
    return "restore" if name == "restore" else "edit"


def _reply(name: str, given: Mapping[str, Any]) -> str:
    """What was done, where, and with which figures: "Recolor: car, red."."""
    phrase = (given.get("region") or {}).get("phrase")
    told = [phrase, *(_said(key, value) for key, value in given.items() if key != "region" and not _is_digest(value))]
    return ": ".join(filter(None, [name.capitalize(), ", ".join(filter(None, told)).rstrip(".")])) + "."


def _said(key: str, value: object) -> str:
    """An argument in a reply: words as they are, figures by name; "" for what no sentence has room for."""
    if isinstance(value, bool):
        return key if value else f"no {key}"
    if isinstance(value, int | float):
        return f"{key} {value:g}"
    return value if isinstance(value, str) else ""


def named(arguments: Mapping[str, Any]) -> Json:
    """Arguments with attached pictures by name instead of by digest."""
    order = list(dict.fromkeys(value for value in arguments.values() if _is_digest(value)))
    return {
        key: f"picture {order.index(value) + 1}" if _is_digest(value) else value for key, value in arguments.items()
    }


def _is_digest(value: object) -> bool:
    return isinstance(value, str) and _DIGEST.fullmatch(value) is not None


def chosen(said: str, offered: Collection[str] | None = None, most: int = 600) -> list[Dialogue]:
    """Those most like `said` by the rare words they share, of operations that are `offered`, within `most` tokens."""
    wanted = words(said)
    weights = _weights()
    fit = [one for one in dialogues() if offered is None or _ops(one) <= set(offered)]
    scored = sorted(fit, key=lambda one: -sum(weights[word] for word in wanted & words(one.said)))
    return [one for one, _ in zip(scored, fitting(map(line, scored[:MOST]), most), strict=False)]


@cache
def _weights() -> dict[str, float]:
    """A word counts the more, the fewer dialogues have it."""
    counted: dict[str, int] = {}
    for one in dialogues():
        for word in words(one.said):
            counted[word] = counted.get(word, 0) + 1
    return {word: 1 / number for word, number in counted.items()}


def words(text: str) -> frozenset[str]:
    """Words, in Chinese pairs of letters too; of several forms the beginning decides."""
    found = {word[:5] for word in _WORD.findall(text.lower())}
    han = [letter for letter in text if "\u4e00" <= letter <= "\u9fff"]
    return frozenset(found | set(map("".join, pairwise(han))))


def _ops(one: Dialogue) -> set[str]:
    return {operation["op"] for act in one.answer["acts"] for operation in act.get("operations", ())}


def line(one: Dialogue) -> str:
    """How a dialogue is shown."""
    return f"“{one.said}” → {json.dumps(one.answer, ensure_ascii=False, separators=(',', ':'))}"


def shown(some: Sequence[Dialogue]) -> str:
    return "\n".join(map(line, some)) or "(none)"
