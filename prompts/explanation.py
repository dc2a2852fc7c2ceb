"""What a planner is told: the operations with their arguments and examples, the session so far, and the request.

Everything about an operation comes from the operation itself, so a new one explains itself. Knows no planner.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from prompts import fenced, render
from tools.operations import operations

if TYPE_CHECKING:
    from memory.schema import Turn
    from tools.types import Operation

_SHARED = ("op", "region", "seed")
MAX_TURNS = 12


def catalogue() -> str:
    """Every operation: what it does, its arguments with type and range, and what people say for it."""
    return "\n\n".join(_entry(name, kind) for name, kind in operations().items())


def _entry(name: str, kind: type[Operation]) -> str:
    schema = kind.model_json_schema()
    arguments = [_argument(key, field) for key, field in schema["properties"].items() if key not in _SHARED]
    examples = [f"- “{said}” → {_json({'op': name, **given})}" for said, given in kind.examples]
    summary = " ".join((kind.__doc__ or "").split())
    lines = [f"### {name}", summary, *([f"Arguments: {'; '.join(arguments)}."] if arguments else []), *examples]
    return "\n".join(lines)


def _argument(name: str, field: Mapping[str, Any]) -> str:
    """One argument in a few words: name, choices or type, range."""
    options = [option for option in field.get("anyOf", [field]) if option.get("type") != "null"]
    described = " or ".join(dict.fromkeys(_kind(option) for option in options))
    return f"{name} ({described})"


def _kind(option: Mapping[str, Any]) -> str:
    if "enum" in option:
        return " | ".join(map(str, option["enum"]))
    low, high = option.get("minimum"), option.get("maximum")
    bounds = f" {low:g}…{high:g}" if low is not None and high is not None else ""
    return f"{option.get('type', 'value')}{bounds}"


def history(turns: Sequence[Turn]) -> str:
    """The latest turns: number, what was said, what was done; older ones are counted."""
    recent = [turn for turn in turns if turn.depth > 0]
    left_out = len(recent) - MAX_TURNS
    lines = [f"({left_out} earlier turns)"] if left_out > 0 else []
    for turn in recent[-MAX_TURNS:]:
        done = ", ".join(_json(step.operation) for step in turn.steps)
        lines.append(f"{turn.depth}. {_one_line(turn.utterance)} → {done}")
    return fenced("\n".join(lines) or "(nothing yet)")


def plan_prompt(
    utterance: str, turns: Sequence[Turn] = (), rules: Sequence[str] = (), size: tuple[int, int] = (0, 0)
) -> str:
    """The whole prompt for one utterance."""
    values = {
        "operations": catalogue(),
        "history": history(turns),
        "rules": fenced("\n".join(map(_one_line, rules)) or "(none)"),
        "size": f"{size[0]} × {size[1]} pixels",
        "utterance": fenced(utterance),
    }
    return render("plan", values)


def _one_line(text: str) -> str:
    return " ".join(text.split())[:400]


def _json(value: Mapping[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
