"""The colours of another picture, taken over. The maths is in `tools.tone`."""

from __future__ import annotations

from typing import ClassVar, Literal

from tools.types import Digest, Example, Fraction, Operation


class Match(Operation):
    """Take over the colours and the mood of an attached reference picture. strength: 0 … 1.

    The content stays; only tone and colour move towards the reference's.
    """

    op: Literal["match"] = "match"
    reference: Digest
    strength: Fraction = 1

    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("match the colours of this photo", {"reference": "a" * 64}),
        Example("make the sky a bit more like the one in the attached picture",
                {"reference": "b" * 64, "strength": 0.4, "region": {"phrase": "sky"}}),
        Example("same mood as my other shot", {"reference": "c" * 64, "strength": 0.8}),
    )  # fmt: skip
