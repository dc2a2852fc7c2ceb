"""The engines that there are: other packages' (entry points), the embedded one, which is always there, and one for each
model that was pulled.

Knows nothing of who asks for a skill, or of what it is asked for.
"""

from __future__ import annotations

from importlib import import_module
from importlib.metadata import entry_points
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tools.engines.options import Options
    from tools.models.catalog import Entry
    from tools.models.shelf import Shelf
    from tools.studio import Engine

GROUP = "pentimento.engines"
# Where an engine is made from a pulled model: `of(model, entry, shelf, options)`, None for what is not their own.
BUILT = ("tools.engines.diffusion", "tools.engines.eraser")


def installed() -> tuple[Engine, ...]:
    """One instance of each engine that needs no model of its own."""
    from tools.engines.embedded import Embedded

    return (*(entry.load()() for entry in entry_points(group=GROUP)), Embedded())


def pulled(shelf: Shelf, options: Options) -> tuple[Engine, ...]:
    """One engine for each model on the shelf that makes pixels; no model is loaded yet."""
    from tools.models.catalog import named

    models = shelf.installed()
    makers = [import_module(module) for module in BUILT] if models else []
    made = (make.of(model, named(model.name), shelf, options) for model in models for make in makers)
    return tuple(engine for engine in made if engine is not None)


def loads(entry: Entry) -> bool:
    """Whether an engine is built for models of this entry's family."""
    return any(entry.family in import_module(module).FAMILIES for module in BUILT)
