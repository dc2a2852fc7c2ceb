"""Compose: put the subject of another picture into this one. Knows nothing of how pictures are stored."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.placement import PlaceName
from tools.types import Digest, Example, Operation, Shift


class Compose(Operation):
    """Insert an attached picture: its subject is cut out (its own transparency wins) and put into this picture.

    A region or `place` says where, `scale` is its height as a fraction of this picture's height, `dx`, `dy` shift it.
    """

    op: Literal["compose"] = "compose"
    reference: Digest
    place: PlaceName | None = None
    scale: Annotated[float, Field(gt=0, le=4, allow_inf_nan=False)] | None = None
    dx: Shift | None = None
    dy: Shift | None = None

    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "paste this picture of a cat in the bottom right corner", {"reference": "0" * 64, "place": "bottom right"}
        ),
        Example(
            "put the attached logo at the top left, small", {"reference": "0" * 64, "place": "top left", "scale": 0.12}
        ),
        Example("insert the attached person, half as tall as the picture", {"reference": "0" * 64, "scale": 0.5}),
    )
