"""Points of the picture pulled to other places."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Example, Fraction, Operation

Pair = tuple[Fraction, Fraction, Fraction, Fraction]


class Drag(Operation):
    """Pull points of the picture to other places; what is around them follows, what is far away stays.

    pairs: (x0, y0, x1, y1) each, from → to, in fractions of the picture. A person draws them.
    """

    op: Literal["drag"] = "drag"
    pairs: Annotated[tuple[Pair, ...], Field(min_length=1, max_length=100)]

    examples: ClassVar[tuple[Example, ...]] = (
        Example("pull the mouth corners up as I drew", {"pairs": [(0.45, 0.6, 0.44, 0.58), (0.55, 0.6, 0.56, 0.58)]}),
        Example("drag this point over there", {"pairs": [(0.2, 0.5, 0.35, 0.5)]}),
        Example("stretch the tail along my arrow",
                {"pairs": [(0.8, 0.7, 0.9, 0.6)], "region": {"phrase": "tail"}}),
    )  # fmt: skip
