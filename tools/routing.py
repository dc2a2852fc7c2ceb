"""Which engine serves which kind of edit, best first, and why: one table, for the program and for people.

An engine stands in it by its own name, or by the family of the model that it is. It knows no engine itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True)
class Route:
    """For a `skill`, and only for some `operations` where those are named: engines or families, best first."""

    kind: str
    skill: str
    engines: tuple[str, ...]
    why: str
    operations: tuple[str, ...] = ()


_EDITORS = ("qwen-edit", "kontext", "flux2-klein")
ROUTES = (
    Route(
        "removal", "fill", ("lama", "sdxl-inpaint", "sd-inpaint", "embedded", "remote"),
        "An eraser only continues what is around the hole; a painter may put something new into it, and comes last "
        "where there is no graphics card.",
    ),
    Route(
        "new things", "paint", (*_EDITORS, "sdxl-inpaint", "sd-inpaint", "remote"),
        "Large editors know best how a thing sits in a scene; inpainting is smaller and keeps to its mask.",
    ),
    Route(
        "a change of light or mood", "instruct", (*_EDITORS, "ledits", "ip2p-xl", "ip2p", "remote"),
        "Inversion keeps every shape where it was, which older instruction models do not.",
        ("relight", "enhance"),
    ),
    Route(
        "local change by instruction", "instruct", (*_EDITORS, "ip2p-xl", "ip2p", "ledits", "remote"),
        "What needs understanding (a pose, a material, a shape) goes to the model that was taught most.",
    ),
    Route(
        "global style", "restyle", (*_EDITORS, "sdxl", "ledits", "ip2p-xl", "ip2p", "remote"),
        "Looks that the program draws itself come first: they are exact and quick. A style in words goes to a model.",
    ),
    Route(
        "a picture from words", "generate", ("flux2-klein", "sdxl", "remote"),
        "The one that needs fewest steps comes first.",
    ),
    Route("enlargement", "upscale", ("x4-upscaler",), "Trained for nothing else."),
)  # fmt: skip


def route(operation: str, skill: str) -> Route | None:
    """The row for a skill of an operation; one that names the operation goes before one that names none."""
    rows = [row for row in ROUTES if row.skill == skill and (not row.operations or operation in row.operations)]
    return min(rows, key=lambda row: not row.operations, default=None)


def called(engine: Any, name: str | None) -> bool:
    """Whether a name means this engine: its own, or that of its group."""
    return name is not None and name in (engine.name, getattr(engine, "group", None))


def ordered(engines: Sequence[Any], operation: str, skill: str, wanted: str | None = None) -> list[Any]:
    """Engines that offer `skill`, best first: the one that is wanted by name, then those that somebody installed on
    purpose and the table does not know, then by the table.
    """
    row = route(operation, skill)
    table = row.engines if row else ()

    def place(engine: Any) -> tuple[bool, bool, int]:
        known = (engine.name, getattr(engine, "family", None))
        slow = skill == "fill" and getattr(engine, "slow", False)
        return not called(engine, wanted), slow, next((table.index(one) for one in known if one in table), -1)

    return sorted(engines, key=place)


def routes(engines: Sequence[Any], preferred: Mapping[str, str]) -> list[dict[str, Any]]:
    """The table as JSON, with who of the `engines` stands where, and what the settings want instead.

    `installed` names the engines that offer the skill, in the order in which they are asked; `here` says which places
    of the table they fill, `unlisted` are those that it has no place for. `preferred` is by operation or skill.
    """
    return [_told(row, engines, preferred) for row in ROUTES]


def _told(row: Route, engines: Sequence[Any], preferred: Mapping[str, str]) -> dict[str, Any]:
    operation = row.operations[0] if row.operations else ""
    wishes = {name: preferred[name] for name in (*row.operations, row.skill) if name in preferred}
    wanted = next(iter(wishes.values()), None)
    offering = ordered([one for one in engines if row.skill in one.skills], operation, row.skill, wanted)
    known = {engine.name: {engine.name, getattr(engine, "family", None)} & set(row.engines) for engine in offering}
    return {
        "kind": row.kind,
        "skill": row.skill,
        "operations": list(row.operations),
        "engines": list(row.engines),
        "installed": [engine.name for engine in offering],
        "here": [name for name in row.engines if any(name in names for names in known.values())],
        "unlisted": [name for name, names in known.items() if not names],
        "preferred": wishes,
        "why": row.why,
    }


def markdown() -> str:
    """The table for the documentation: per kind of edit the engines or families, best first, and why."""
    rows = (f"| {row.kind} | {row.skill} | {', '.join(row.engines)} | {row.why} |" for row in ROUTES)
    return "\n".join(["| kind of edit | skill | engines, best first | why |", "|---|---|---|---|", *rows])
