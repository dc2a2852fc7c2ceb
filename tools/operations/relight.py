"""New light on the scene: a soft light from one side classically, anything else by an instruction-trained model."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Example, Fraction, Operation


class Relight(Operation):
    """Light the scene anew: `light` says what kind ("warm evening light", "studio light", "neon").

    direction: where it comes from, a place such as "left" or "top right". strength: 0 … 1.
    For plain brightness use adjust; for a season or a time of day use restyle.
    """

    op: Literal["relight"] = "relight"
    light: Annotated[str, Field(max_length=200)]
    direction: Annotated[str, Field(max_length=60)] | None = None
    strength: Fraction = 0.5

    examples: ClassVar[tuple[Example, ...]] = (
        Example("light it from the left with a warm lamp", {"light": "warm lamp", "direction": "left"}),
        Example("add a soft light from the top right", {"light": "soft light", "direction": "top right"}),
        Example(
            "give her face dramatic studio lighting",
            {"light": "dramatic studio light", "region": {"phrase": "face"}, "strength": 0.8},
        ),
    )
