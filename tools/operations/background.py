"""What lies behind the subject: blurred, toned, coloured, replaced by another picture, painted anew, or cut away."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.operations.recolor import Colour
from tools.types import Digest, Example, Operation, Percent, Region

Mode = Literal["blur", "darken", "lighten", "desaturate", "color", "picture", "scene", "remove"]


class Background(Operation):
    """Change what lies behind the subject and leave the subject alone.

    mode: blur, darken, lighten, desaturate (by amount, 0–100), color (a plain color), picture (the attached reference),
    scene (painted from words: a beach, a city at night) or remove (transparent). Leave the region away unless
    the person says which part is the background.
    """

    op: Literal["background"] = "background"
    mode: Mode
    amount: Percent = 50
    color: Colour | None = None
    reference: Digest | None = None
    scene: Annotated[str, Field(max_length=200)] | None = None
    region: Region | None = Region(phrase="background")

    examples: ClassVar[tuple[Example, ...]] = (
        Example("blur the background", {"mode": "blur"}),
        Example("make the background much darker so she stands out", {"mode": "darken", "amount": 70}),
        Example("black and white background, keep the subject in colour", {"mode": "desaturate", "amount": 100}),
        Example("put it on a plain white background", {"mode": "color", "color": "white"}),
        Example("place him on a beach at sunset", {"mode": "scene", "scene": "a beach at sunset"}),
        Example("make the background transparent", {"mode": "remove"}),
    )
