"""Another pose, action or expression for a person or an animal; its pixels come from a model."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Example, Operation


class Pose(Operation):
    """Change the pose, the action or the expression of the person or animal that the region names."""

    op: Literal["pose"] = "pose"
    pose: Annotated[str, Field(min_length=1, max_length=200)]

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("make her smile", {"pose": "smiling", "region": {"phrase": "woman"}}),
        Example("let the dog sit", {"pose": "sitting", "region": {"phrase": "dog"}}),
        Example("the man should raise his left hand", {"pose": "left hand raised", "region": {"phrase": "man"}}),
    )
