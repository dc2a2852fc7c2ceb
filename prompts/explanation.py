"""The prompts of a planner that asks a model: what it may say, the moment it is asked at, and what was wrong.

Each part gets its share of the tokens there are, so that a long session or a long utterance crowds nothing out. It
knows no model.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from prompts import dialogues, fenced, render, session
from prompts.budget import cut, tokens
from prompts.operations import catalogue
from prompts.session import Thing
from tools.studio import SKILLS

if TYPE_CHECKING:
    from memory.schema import Turn

OPERATIONS = 0.5  # of all tokens
SHARES = {"utterance": 0.3, "history": 0.3, "things": 0.1, "rules": 0.1}  # of what the system prompt leaves
_RESERVE = 120  # tokens: the words of the template itself


@dataclass(frozen=True)
class Moment:
    """What an utterance finds: `attached` counts the pictures that came with it, `drawn` tells of a drawn region.

    `asked` is what was said before and the question that these words may answer.
    """

    utterance: str
    size: tuple[int, int] = (0, 0)
    turns: Sequence[Turn] = ()
    things: Sequence[Thing] = ()
    rules: Sequence[str] = ()
    attached: int = 0
    drawn: bool = False
    asked: tuple[str, str] | None = None


def system_prompt(
    offered: Collection[str] | None = None, skills: Collection[str] = SKILLS, context_tokens: int = 8000
) -> str:
    """What stays the same from one utterance to the next: acts, operations, what is data."""
    told = catalogue(offered, int(OPERATIONS * context_tokens))
    return render("system", {"operations": told, "skills": _skills(skills)})


def _skills(skills: Collection[str]) -> str:
    """What no engine here can do, so that a plan that works is preferred; what is asked for is planned all the same."""
    lacking = [skill for skill in SKILLS if skill not in skills]
    if not lacking:
        return "Engines for everything are installed."
    return (
        f"No engine here offers: {', '.join(lacking)}. Where two operations would do, take the one that needs no "
        "model; what can be asked for in one way only is planned all the same."
    )


def request_prompt(moment: Moment, offered: Collection[str] | None = None, context_tokens: int = 8000) -> str:
    """The moment: the session, examples like it, and the words. What is left of the budget goes to the examples."""
    fixed = tokens(render("system", {"operations": catalogue(offered, int(OPERATIONS * context_tokens)), "skills": ""}))
    left = max(0, context_tokens - fixed - _RESERVE)
    share = {name: int(part * left) for name, part in SHARES.items()}
    values = {
        "size": session.size_words(moment.size),
        "attached": _attached(moment.attached),
        "drawn": " The person has drawn the place: leave `region` out." * moment.drawn,
        "history": fenced(session.history(moment.turns, share["history"])),
        "things": fenced(session.things(moment.things, share["things"])),
        "rules": fenced(session.rules(moment.rules, share["rules"])),
        "asked": _asked(moment.asked),
        "utterance": fenced(cut(moment.utterance, share["utterance"])),
    }
    chosen = dialogues.chosen(moment.utterance, offered, left - sum(map(tokens, values.values())))
    return render("request", {**values, "examples": dialogues.shown(chosen)})


def _attached(number: int) -> str:
    """Which picture is which: the one that is edited is shown before those that have names."""
    names = ", ".join(f"picture {one}" for one in range(1, number + 1))
    return f" It comes first; after it {names}, which came with the words." if number else ""


def _asked(asked: tuple[str, str] | None) -> str:
    """The question that is open: its answer goes on with what was said before it."""
    if asked is None:
        return ""
    said, question = (fenced(session.one_line(text)) for text in asked)
    return (
        f"Just before, the person said:\n\n{said}\n\nand you asked what the words below may answer:\n\n{question}\n\n"
    )


def repair_prompt(trouble: str) -> str:
    """What was wrong with an answer, and to answer again."""
    return render("repair", {"trouble": fenced(cut(trouble, 200))})
