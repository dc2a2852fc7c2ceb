"""Another shape for an object; its pixels come from a model."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Example, Operation


class Warp(Operation):
    """Change the shape of the object that the region names, its identity kept: rounder, longer, bent, heart-shaped.

    For a larger or smaller object use resize; to turn it use rotate.
    """

    op: Literal["warp"] = "warp"
    shape: Annotated[str, Field(min_length=1, max_length=200)]

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("make the cake heart-shaped", {"shape": "heart-shaped", "region": {"phrase": "cake"}}),
        Example("bend the spoon", {"shape": "bent in the middle", "region": {"phrase": "spoon"}}),
        Example("the vase should be more slender", {"shape": "slender", "region": {"phrase": "vase"}}),
    )
