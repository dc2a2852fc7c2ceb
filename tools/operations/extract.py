"""Extract: cut the subject out onto transparency. Knows nothing of how the subject was found."""

from __future__ import annotations

from typing import ClassVar, Literal

from tools.types import Example, Operation


class Extract(Operation):
    """Cut something out: everything but the region (or, without one, the main subject) becomes transparent. `crop` also
    cuts the picture down to it.
    """

    op: Literal["extract"] = "extract"
    crop: bool = False

    about_object: ClassVar[bool] = True
    makes_alpha: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("cut out the cat", {"region": {"phrase": "cat"}}),
        Example("make the background transparent", {}),
        Example("extract the cup as a sticker", {"region": {"phrase": "cup"}, "crop": True}),
    )

    @property
    def whole(self) -> bool:
        return True
