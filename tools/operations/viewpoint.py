"""The scene seen from elsewhere; its pixels come from a model."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Example, Operation


class Viewpoint(Operation):
    """Show the whole scene from another viewpoint: from above, from behind, closer to the ground.

    To look closer without moving use crop; to turn the picture use rotate.
    """

    op: Literal["viewpoint"] = "viewpoint"
    view: Annotated[str, Field(min_length=1, max_length=200)]

    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("show it from above", {"view": "from above"}),
        Example("what would it look like from behind?", {"view": "from behind"}),
        Example("as seen by a child standing there", {"view": "from a child's eye level"}),
    )

    @property
    def whole(self) -> bool:
        return True
