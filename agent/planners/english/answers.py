"""What can be told without seeing the picture: what was done, what the rules are, and what can be asked for."""

from __future__ import annotations

from agent.planners import Request
from agent.planners.english import amounts, replies, saying
from agent.planners.english.said import NUMBER, STEP

_BLIND = "I can't see the picture, so I can only tell what was done and what I can do."
_ONE_STEP = rf"\b(?:{STEP} (?:number )?#?(?P<a>{NUMBER})|(?P<b>{NUMBER}) {STEP})\b"
_LAST = (
    r"\bwhat(?: was| is|'s) the (?:last|latest) (?:step|edit|change|thing)|"
    r"what did (?:you|i) (?:just |last )do(?: last)?$"
)
_DONE = r"\b(?:did|done|do so far|history|steps|changes|edits|happened|far)\b"


def answer(question: str, request: Request) -> str:
    """What the session can tell of itself; where only eyes would help, that it has none."""
    said = saying.read(question).text.strip(" ?!.")
    told = _of_session(said, request)
    if told:
        return told
    if saying.search(r"^who are you|your name|what are you", said):
        return f"I edit photographs by conversation: I can {replies.MENU}, and nothing is ever lost."
    if saying.search(r"^how (?:do|can|would) (?:i|we|you)", said):
        return f"Just say it: I can {replies.MENU}. “Undo” takes back the last step, “start over” all of them."
    if saying.search(r"\b(?:see|recogni[sz]e|describe|is (?:this|that|it))\b", said) and "undo" not in said:
        return _BLIND
    if "can you" in said or "help" in said:
        return f"I can {replies.MENU}, and more. Every step can be undone, changed or taken out later."
    if saying.search(_DONE, said):
        return _so_far(request)
    return _BLIND


def _of_session(said: str, request: Request) -> str:
    """Rules, names, sizes, and how many steps there are or what one of them was."""
    if saying.search(r"\brules?\b|standing (?:orders|instructions)|\bwhat (?:must|may) you not (?:do|touch)", said):
        return _rules(request)
    if saying.search(r"\b(?:names|called|named)\b", said):
        return _names(request)
    if saying.search(r"^how many (?:steps|edits|changes|things)\b", said):
        return _count(request)
    if saying.search(
        r"^(?:how (?:big|large|wide|high|tall)|what(?:'s| is| are) the (?:size|dimensions?|resolution))", said
    ):
        return _size(said, request)
    step = saying.search(_ONE_STEP, said)
    if step:
        return _step(amounts.ordinal(step["a"] or step["b"]) or 0, request)
    return _step(len(request.history) - 1, request) if saying.search(_LAST, said) else ""


def _so_far(request: Request) -> str:
    done = [f"{turn.depth} {turn.utterance}" for turn in request.history if turn.depth > 0]
    return f"So far: {' · '.join(done[-12:])}." if done else "Nothing has been changed yet."


def _count(request: Request) -> str:
    count = max(0, len(request.history) - 1)
    if not count:
        return "No step yet: the photograph is as you opened it."
    return f"{count} step{'s' if count > 1 else ''}. {_so_far(request)}"


def _step(number: int, request: Request) -> str:
    turn = next((one for one in request.history if one.depth == number), None)
    if turn is None or number == 0:
        last = len(request.history) - 1
        kept = "Step 0 is the photograph as you opened it." if number == 0 else f"There is no step {number}."
        return kept if last < 1 else f"{kept} The last one is {last}."
    operations = ", ".join(str(step.operation.get("op")) for step in turn.steps) or "nothing in the picture"
    return f"Step {number}: “{turn.utterance}” ({operations}). {turn.reply}".strip()


def _rules(request: Request) -> str:
    if not request.rules:
        return "There is no standing rule. “From now on …” or “never touch …” makes one."
    listed = " · ".join(f"{number} {rule}" for number, rule in enumerate(request.rules, 1))
    return f"The standing rules: {listed}. “Forget rule 1” ends one."


def _names(request: Request) -> str:
    things = request.scene.objects if request.scene else ()
    given = [
        f"{name} ({', '.join(_others(thing.names, thing.given)) or thing.id})"
        for thing in things
        for name in thing.given
    ]
    return (
        f"Names you gave: {'; '.join(given)}." if given else "You gave no names yet: “call the red cup Rex” gives one."
    )


def _others(names: tuple[str, ...], given: tuple[str, ...]) -> list[str]:
    return [name for name in names if name not in given][:1]


def _size(said: str, request: Request) -> str:
    width, height = request.size
    about_part = saying.search(
        r"\b(?:is|are) (?:the|my|his|her) (?!picture|photo|image|size|dimension|resolution)\w+", said
    )
    return f"The picture is {width} × {height} pixels." if width and not about_part else _BLIND
