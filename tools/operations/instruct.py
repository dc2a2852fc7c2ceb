"""A free-form instruction, carried out by a model trained on instructions. It reads none of the instruction."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field

from tools import painting
from tools.painted import Painted
from tools.types import Example, Frame

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio


_LONGEST = 1000  # letters of an instruction


class Instruct(Painted):
    """A change that no other operation names, said as one imperative sentence for an instruction-trained model.

    Use it last: every other operation is more exact and repeatable.
    """

    op: Literal["instruct"] = "instruct"
    instruction: Annotated[str, Field(min_length=1, max_length=_LONGEST)]

    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("make it look abandoned for decades", {"instruction": "Make the place look abandoned for decades."}),
        Example("what if the river were frozen", {"instruction": "Freeze the river.", "region": {"phrase": "river"}}),
        Example("have the candles lit", {"instruction": "Light the candles.", "region": {"phrase": "candles"}}),
    )

    def margin_px(self, size: tuple[int, int]) -> int:
        return max(64, *size)

    def require(self, studio: Studio) -> None:
        painting.need(
            studio,
            ("instruct",),
            "Say it as a smaller change, such as a colour, an amount of light, or something to remove.",
        )

    def together(self, earlier: Self) -> Self:
        """Both instructions, one after the other; the later one's own numbers."""
        first = earlier.instruction.rstrip(" .!?;")
        both = f"{first}. Then {self.instruction[:1].lower()}{self.instruction[1:]}"
        return super().together(earlier).model_copy(update={"instruction": both[:_LONGEST]})

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        return painting.instruct(studio, image, self.instruction, mask, self.seed)
