"""One step kept and all others taken out: "keep only the crop". Knows steps by their words, and nothing of pictures."""

from __future__ import annotations

from agent.naming import StepNotFound, find
from agent.plan import MAX_ACTS, Arguments, Plan
from agent.planners import Request
from agent.planners.english import amounts
from agent.planners.english.said import NUMBER, STEP
from agent.planners.english.saying import Saying, fullmatch

_EFFECT = (
    r"crop(?:ping)?|rotation|flip(?:ping)?|mirroring|straightening|blur(?:ring)?|sharpening|brightening|darkening|"
    r"warming|warmth|cooling|contrast|recolou?ring|colou?r change|black and white|sepia|vignette|removal|resizing|"
    r"lettering|caption|text"
)
_WHICH = rf"(?:the )?(?:{STEP} (?P<number>{NUMBER})|(?P<nth>{NUMBER}) (?:{STEP}|one)|(?P<effect>{_EFFECT})(?: {STEP})?)"
_ALL_OTHERS = r"(?:everything|all(?: (?:of )?(?:it|the (?:steps|edits|changes)))?|all (?:steps|edits|changes)|the rest)"
_ALONE = (
    rf"(?:(?:keep|leave) (?:only|just|nothing but)|(?:only|just) keep) {_WHICH}",
    r"(?:undo|drop|remove|discard|take out|revert|lose|cancel) "
    rf"{_ALL_OTHERS} (?:except(?: for)?|but|apart from) {_WHICH}",
)


def alone(clause: Saying, request: Request) -> Plan | None:
    """The plan that takes out every step but the one that the clause names; None where it names none that was done."""
    match = next((found for source in _ALONE if (found := fullmatch(source, clause.text))), None)
    done = [turn.depth for turn in request.history if turn.depth > 0 and turn.steps]
    if match is None or len(done) < 2:
        return None
    kept = _number({name: value for name, value in match.groupdict().items() if value}, request)
    others = [depth for depth in reversed(done) if depth != kept]
    if kept not in done or len(others) > MAX_ACTS:
        return None
    plan: Plan | None = None
    for depth in reversed(others):
        plan = Plan(act="drop", args=Arguments(turn=depth), reply=f"Taking out step {depth}.", then=plan)
    return plan


def _number(told: dict[str, str], request: Request) -> int | None:
    if "effect" not in told:
        return amounts.ordinal(told.get("number") or told["nth"])
    try:
        return find(request.history, told["effect"]).turn.depth
    except StepNotFound:
        return None
