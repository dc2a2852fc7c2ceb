"""The operations as a planner is told of them, from the operations themselves, in as many words as there is room for.

A new operation explains itself. Knows no planner and no picture.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from prompts.budget import tokens
from tools.operations import operations

if TYPE_CHECKING:
    from tools.types import Operation

Length = Literal["whole", "brief", "bare"]

_DIGEST = "^[0-9a-f]{64}$"


def catalogue(offered: Collection[str] | None = None, most: int | None = None) -> str:
    """The operations (all, or the `offered`) in the fullest form that has at most `most` tokens.

    Whole: what it does and every argument with its range; brief: its first sentence; bare: names alone. Bare is given
    where even that is too long: an operation that is not named can't be asked for.
    """
    names = tuple(name for name in operations() if offered is None or name in offered)
    lengths: tuple[Length, ...] = ("whole", "brief", "bare")
    texts = (_catalogue(names, length) for length in lengths)
    fitting = (text for text in texts if most is None or tokens(text) <= most)
    return next(fitting, None) or _catalogue(names, "bare")


@lru_cache(maxsize=32)
def _catalogue(names: tuple[str, ...], length: Length) -> str:
    return "\n".join(_entry(name, operations()[name], length) for name in names)


def _entry(name: str, kind: type[Operation], length: Length) -> str:
    schema = kind.model_json_schema()
    hidden = ("op", "region", "seed", *kind.filled)
    fields = {key: field for key, field in schema["properties"].items() if key not in hidden}
    if length == "bare":
        return f"- {name}({', '.join(fields)})"
    summary = " ".join((kind.__doc__ or "").split())
    if length == "brief":
        return f"- {name}({', '.join(fields)}): {summary.split('. ')[0].rstrip('.')}."
    described = "; ".join(_argument(key, field) for key, field in fields.items())
    return f"- {name}: {summary}{f' Arguments: {described}.' if described else ''}"


def _argument(name: str, field: Mapping[str, Any]) -> str:
    """One argument in a few words: name, choices or type, range."""
    options = [option for option in field.get("anyOf", [field]) if option.get("type") != "null"]
    described = " or ".join(dict.fromkeys(_kind(option) for option in options))
    return f"{name} ({described})"


def _kind(option: Mapping[str, Any]) -> str:
    if "enum" in option:
        return " | ".join(map(str, option["enum"]))
    if option.get("pattern") == _DIGEST:
        return "an attached picture"
    low, high = option.get("minimum", option.get("exclusiveMinimum")), option.get("maximum")
    bounds = f" {low:g}…{high:g}" if low is not None and high is not None else ""
    return f"{option.get('type', 'value')}{bounds}"
