"""Move: put an object somewhere else in the picture. Knows nothing of how the object was found."""

from __future__ import annotations

from typing import ClassVar, Literal

from tools.placement import PlaceName
from tools.types import Example, Operation, Shift


class Move(Operation):
    """Move an object.

    `dx`, `dy` are fractions of the picture's width and height (right and down are positive; "a bit to the left" is dx=-0.1), or `place` names where it should lie. The hole it leaves is filled, and it stays inside the
    picture.
    """

    op: Literal["move"] = "move"
    dx: Shift | None = None
    dy: Shift | None = None
    place: PlaceName | None = None

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("move the cup to the left", {"region": {"phrase": "cup"}, "dx": -0.2}),
        Example("shift the boat up a little", {"region": {"phrase": "boat"}, "dy": -0.1}),
        Example("put the lamp in the top right corner", {"region": {"phrase": "lamp"}, "place": "top right"}),
        Example("center the dog", {"region": {"phrase": "dog"}, "place": "center"}),
    )
