"""Something else in the place of an object: from a reference picture's cut-out, or painted by a model."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Digest, Example, Operation


class Replace(Operation):
    """Put something else in the place of the object that the region names.

    object: what should be there instead. reference: an attached picture of it. To change only the colour use recolor,
    only the material retexture; to change the background use background.
    """

    op: Literal["replace"] = "replace"
    object: Annotated[str, Field(min_length=1, max_length=200)]
    reference: Digest | None = None

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("replace the dog with a cat", {"object": "a cat", "region": {"phrase": "dog"}}),
        Example("turn the cup into a glass of juice", {"object": "a glass of juice", "region": {"phrase": "cup"}}),
        Example("swap the apple on the right for an orange",
                {"object": "an orange", "region": {"phrase": "the apple on the right"}}),
    )  # fmt: skip
