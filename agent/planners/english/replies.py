"""The sentence that says what will be done, from the operations themselves, so that it is true. Knows no grammar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from re import escape
from typing import Any

from agent.planners.english import lexicon, standing
from agent.planners.english.saying import pattern
from agent.planners.english.telling import phrase, where
from tools.types import Operation

MENU = "brighten or darken, remove or recolor something, crop, add text, or undo"


def will_do(operations: Sequence[Operation]) -> str:
    """What will be done: "Brighten it a little, crop the bottom third"."""
    if not operations:
        return ""
    said = list(dict.fromkeys(phrase(operation) for operation in operations))
    if len(operations) > 1 and operations[-1].op == "restore":
        said[-1] = f"keep {where(operations[-1])} as it is"
    text = ", ".join(said[:6]) + (" and more" if len(said) > 6 else "")
    return f"{text[0].upper()}{text[1:]}."


_PAST = {
    "make": "made", "take": "took", "shift": "shifted", "raise": "raised", "put": "put", "give": "gave",
    "bring": "brought", "cut": "cut", "show": "showed", "do": "did", "write": "wrote",
} | {
    verb: f"{verb.removesuffix('e')}ed" for verb in lexicon.words(
        "brighten darken lower lift recover open deepen mute sharpen soften blur add improve clear "
        "correct enlarge straighten "
        "pixelate remove turn crop adjust light rotate mirror flip replace change erase extend resize shrink move match"
    )
} | {"blur": "blurred", "crop": "cropped", "flip": "flipped"}  # fmt: skip


def remedied(operations: Sequence[Operation], because: Sequence[str]) -> str:
    """What was done about complaints, with the complaints: "Brightened it, since it was too dark."."""
    told = will_do(operations).rstrip(".")
    verbs = "|".join(_PAST)
    done = pattern(rf"(^|, | and )({verbs})\b").sub(
        lambda match: match[1] + _PAST[match[2]], f"{told[:1].lower()}{told[1:]}"
    )
    reasons = " and ".join(_shortly(reason, operations[0]) for reason in because[:3])
    return f"{done[:1].upper()}{done[1:]}, since {reasons}." if told else ""


def _shortly(reason: str, operation: Operation) -> str:
    """The reason with a pronoun for what the remedy names already."""
    name = where(operation).removeprefix("the ")
    short = pattern(rf"^(?:(?:the|this|that|those|these|my|our) )?{escape(name)} (?=(was|were|looked|seemed)\b)").match(
        reason
    )
    if name == "it" or short is None:
        return reason
    plural = short[1] == "were" or (short[1] != "was" and name.endswith("s") and not name.endswith("ss"))
    return f"{'they' if plural else 'it'} {reason[short.end() :]}"


QUESTIONS = {
    "send": "I can't send or print anything, but I can save it: say “save it as photo.jpg”.",
    "which": "Which one, then? Say where it is (“the one on the left”), what it looks like, or point at it.",
    "rename": "What shall this branch be called? Say “rename this branch to …”.",
}


def _named(args: dict[str, Any]) -> str:
    if args.get("turn") is not None:
        return f"step {args['turn']}"
    name = str(args.get("name") or "it")
    return name if name.split(maxsplit=1)[0] in ("the", "my", "step") else f"the {name}"


def _goto(args: dict[str, Any]) -> str:
    place = args.get("where")
    if place == "start":
        return "Back to the photograph."
    if place == "end":
        return "To the latest step."
    if place == "branch":
        return f"Switching to “{args.get('name', '')}”."
    return f"Back to {place} {_named(args)}." if place else f"To step {args.get('turn')}."


def _branched(args: dict[str, Any]) -> str:
    if args.get("text"):
        return f"This branch is now called “{args['name']}”."
    return f"A branch called “{args['name']}”." if args.get("name") else "A new branch."


def _remembered(args: dict[str, Any]) -> str:
    """What is noted; a rule that means nothing for every picture is promised to nobody."""
    if args.get("name"):
        return f"All right: {args['name']}."
    rule = str(args.get("rule", "")).rstrip(".")
    kept = standing.meaning(rule).kept_by_itself
    beyond = "" if kept else " I can't tell what that means for every picture, so say it again when it matters."
    return f"Noted: “{rule}”.{beyond}"


_ACTS: dict[str, Callable[[dict[str, Any]], str]] = {
    "undo": lambda a: "Undone." if a.get("n", 1) == 1 else f"Undoing the last {a['n']}.",
    "redo": lambda a: "Redone." if a.get("n", 1) in (1, 10_000) else f"Redoing {a['n']} steps.",
    "goto": _goto,
    "drop": lambda a: f"Taking out {_named(a)}, keeping the rest." if "rule" not in a else "That rule no longer holds.",
    "branch": _branched,
    "compare": lambda a: "Compared with the photograph." if a.get("where") == "start" else "Here is what changed.",
    "remember": _remembered,
    "rate": lambda a: "Glad you like it." if a["value"] == "good" else "Let me try again.",
    "export": lambda a: f"Saving {a['file']}." if a.get("file") and not a["file"].startswith(".") else "Saving it.",
    "none": lambda _: "All right, nothing is changed.",
}


def of_act(act: str, args: dict[str, Any]) -> str:
    """The reply of an act that edits nothing by itself."""
    return _ACTS[act](args) if act in _ACTS else ""


def amended(args: dict[str, Any], operations: Sequence[Operation]) -> str:
    """What will change: "Half as much", "In step 3: make it blue"."""
    lead = f"In step {args['turn']}: " if args.get("turn") is not None else "Instead: " if operations else ""
    if operations:
        done = will_do(operations)
        return f"{lead}{done[0].lower()}{done[1:]}"
    factor = args.get("factor", 1.0)
    amount = (
        "half as much"
        if factor == 0.5
        else "twice as much"
        if factor == 2
        else "more of it"
        if factor > 1
        else "less of it"
    )
    return f"{lead}{amount}." if lead else f"{amount[0].upper()}{amount[1:]}."
