"""Add: put something new into the picture, from words or from another picture. Knows nothing of any one model."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Digest, Example, Fraction, Operation, Words


class Add(Operation):
    """Add an object that is not there yet ("put a hat on the man": object="hat", region=the man's head). `reference` is
    an attached picture of it, whose subject is cut out and put in; without one the object is painted from words.
    `place` names where, `size` is its height as a fraction of the picture's height.
    """

    op: Literal["add"] = "add"
    object: Annotated[str, Field(min_length=1, max_length=200)]
    place: Words | None = None
    reference: Digest | None = None
    count: Annotated[int, Field(ge=1, le=20)] = 1
    size: Fraction | None = None
    color: Annotated[str, Field(max_length=60)] | None = None
    material: Annotated[str, Field(max_length=100)] | None = None

    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "put a straw hat on the man", {"object": "hat", "material": "straw", "region": {"phrase": "man's head"}}
        ),
        Example("add a small bird at the top left", {"object": "bird", "place": "top left", "size": 0.15}),
        Example("add three red balloons", {"object": "balloon", "count": 3, "color": "red"}),
        Example("I'd like a dog in the bottom right corner", {"object": "dog", "place": "bottom right"}),
    )
