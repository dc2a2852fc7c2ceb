"""Taking something out of the picture and filling the hole with what may lie behind it."""

from __future__ import annotations

from typing import ClassVar, Literal

from tools.types import Example, Operation


class Remove(Operation):
    """Take something out of the picture; the background is continued over the place where it was.

    The region is required: what to remove. For lettering use text with action erase; to cut an edge off use crop.
    """

    op: Literal["remove"] = "remove"

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("remove the bin on the left", {"region": {"phrase": "the bin on the left"}}),
        Example("get rid of the people in the background", {"region": {"phrase": "people in the background"}}),
        Example("take the power lines out", {"region": {"phrase": "power lines"}}),
    )
