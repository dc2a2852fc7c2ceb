"""What turned one picture into another, done to this one."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import AliasChoices, Field

from tools.types import Digest, Example, Operation


class Analogy(Operation):
    """Do to this picture what turned one attached picture into another.

    example_before, example_after: the pair that shows the change.
    """

    op: Literal["analogy"] = "analogy"
    # The plain words are accepted too; `after` itself is a method of every operation.
    example_before: Annotated[Digest, Field(validation_alias=AliasChoices("example_before", "before"))]
    example_after: Annotated[Digest, Field(validation_alias=AliasChoices("example_after", "after"))]

    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("do to mine what was done from the first to the second",
                {"example_before": "a" * 64, "example_after": "b" * 64}),
        Example("apply that before-and-after edit here", {"example_before": "c" * 64, "example_after": "d" * 64}),
        Example("grade the sky like in this pair",
                {"example_before": "e" * 64, "example_after": "f" * 64, "region": {"phrase": "sky"}}),
    )  # fmt: skip
