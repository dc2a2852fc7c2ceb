"""Straighten: level a crooked picture. Knows nothing of crops or objects."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Example, Operation


class Straighten(Operation):
    """Level a crooked horizon or upright a leaning picture. `degrees` turns it clockwise (negative: the other way);
    absent, the horizon or the verticals are looked for. The size stays: the picture is enlarged just enough to leave no
    empty corners.
    """

    op: Literal["straighten"] = "straighten"
    degrees: Annotated[float, Field(ge=-45, le=45, allow_inf_nan=False)] | None = None

    examples: ClassVar[tuple[Example, ...]] = (
        Example("it's crooked, straighten it", {}),
        Example("level the horizon", {}),
        Example("straighten it by two degrees clockwise", {"degrees": 2}),
        Example("tilt it 1.5° to the left", {"degrees": -1.5}),
    )

    @property
    def whole(self) -> bool:
        return True
