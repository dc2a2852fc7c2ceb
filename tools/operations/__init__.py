"""Every operation, found when first asked for: one module of this package each, and the entry points of others.

A module's name, its class in snake case and its `op` literal are one word. Nothing is imported before the first plan.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from tools.errors import BadArguments, UnknownOperation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tools.types import Operation

GROUP = "pentimento.operations"


@cache
def operations() -> dict[str, type[Operation]]:
    """Every known operation by its `op`, in alphabetical order."""
    names = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    found = {name: _class_of(name) for name in names}
    for entry in entry_points(group=GROUP):
        found.setdefault(entry.name, entry.load())
    return found


def _class_of(name: str) -> type[Operation]:
    module = import_module(f"{__name__}.{name}")
    operation: type[Operation] = getattr(module, "".join(part.capitalize() for part in name.split("_")))
    return operation


def parse(arguments: Mapping[str, Any]) -> Operation:
    """An operation from its JSON. Raises UnknownOperation or BadArguments, worded so that a planner can mend it."""
    name = str(arguments.get("op", ""))[:60]
    kind = operations().get(name)
    if kind is None:
        raise UnknownOperation(f"There is no operation “{name}”.", f"Known: {', '.join(operations())}.")
    try:
        return kind.model_validate(arguments)
    except ValidationError as error:
        raise BadArguments(f"The arguments do not fit “{name}”: {explain(error)}.") from error


def explain(error: ValidationError) -> str:
    """A pydantic error in one line: field, what is wrong; at most three of them."""
    lines = [f"{'.'.join(map(str, e['loc'])) or 'arguments'}: {e['msg']}" for e in error.errors(include_url=False)[:3]]
    return "; ".join(lines)
