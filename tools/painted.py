"""What operations have in common whose pixels a model may make: how it samples, and what guides its shapes.

It knows no engine; what is given here reaches one through the studio.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from pydantic import Field

from tools.types import Control, Operation, Sampling


class Painted(Operation):
    """`sampling` is how the person wants it made, as far as that was said; an engine has good defaults for the rest."""

    sampling: Sampling | None = None
    controls: Annotated[tuple[Control, ...], Field(max_length=4)] = ()

    filled: ClassVar[tuple[str, ...]] = ("sampling", "controls")
