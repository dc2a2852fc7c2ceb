"""Another colour for an object, its shading and highlights kept. The maths is in `tools.tone`."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AfterValidator, Field

from tools.colours import parse_colour
from tools.types import Example, Operation


def _known(words: str) -> str:
    parse_colour(words)
    return words


Colour = Annotated[str, Field(min_length=1, max_length=40), AfterValidator(_known)]


class Recolor(Operation):
    """Give the object that the region names another colour, keeping its shading, texture and highlights.

    color: a colour word ("navy", "light blue") or a code (#1e90ff). The region is required. For another material use
    retexture; for the colours of the whole picture use adjust or match.
    """

    op: Literal["recolor"] = "recolor"
    color: Colour

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("make the red cup blue", {"color": "blue", "region": {"phrase": "the red cup"}}),
        Example("paint the wall a light green", {"color": "light green", "region": {"phrase": "wall"}}),
        Example("can her dress be black instead?", {"color": "black", "region": {"phrase": "dress"}}),
        Example("change the car's colour to #1e90ff", {"color": "#1e90ff", "region": {"phrase": "car"}}),
    )
