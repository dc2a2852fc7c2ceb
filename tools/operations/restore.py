"""Restore: bring a region's pixels back from an earlier picture. Knows nothing of how pictures are stored."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Digest, Example, Operation, Transform


class Restore(Operation):
    """Bring back how a part (or everything) looked at an earlier turn; turn 0 is the photograph. `source` and
    `mapping` (the earlier picture's pixels to today's) are filled in from the history.
    """

    op: Literal["restore"] = "restore"
    turn: Annotated[int, Field(ge=0)] | None = None
    source: Digest | None = None
    mapping: Transform | None = None

    about_object: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("bring the sky back to how it was at the start", {"region": {"phrase": "sky"}, "turn": 0}),
        Example("give the car its old colour back", {"region": {"phrase": "car"}, "turn": 0}),
        Example("the face as it was in step 2", {"region": {"phrase": "face"}, "turn": 2}),
    )
