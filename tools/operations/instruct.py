"""A free-form instruction, carried out by a model trained on instructions."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from tools.types import Example, Operation


class Instruct(Operation):
    """A change that no other operation names, said as one imperative sentence for an instruction-trained model.

    Use it last: every other operation is more exact and repeatable.
    """

    op: Literal["instruct"] = "instruct"
    instruction: Annotated[str, Field(min_length=1, max_length=1000)]

    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("make it look abandoned for decades", {"instruction": "Make the place look abandoned for decades."}),
        Example("what if the river were frozen", {"instruction": "Freeze the river.", "region": {"phrase": "river"}}),
        Example("have the candles lit", {"instruction": "Light the candles.", "region": {"phrase": "candles"}}),
    )
