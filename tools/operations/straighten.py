"""Straighten: level a crooked picture. Knows nothing of crops or objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field

from tools import affine
from tools.errors import Unclear
from tools.level import cover_zoom, find_tilt, turned
from tools.types import IDENTITY, Example, Frame, Operation, Transform

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.selection import Selection
    from tools.studio import Studio

# Below these nobody sees a slope, and above this the lines agree well enough to act on.
LEVEL_DEGREES = 0.3
CLEAR = 0.25


class Straighten(Operation):
    """Level a crooked horizon or upright a leaning picture. `degrees` turns it clockwise (negative: the other way);
    absent, the horizon or the verticals are looked for. The size stays: the picture is enlarged just enough to leave no
    empty corners.
    """

    op: Literal["straighten"] = "straighten"
    degrees: Annotated[float, Field(ge=-45, le=45, allow_inf_nan=False)] | None = None

    called: ClassVar[tuple[str, ...]] = ("level", "levelling", "horizon")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("it's crooked, straighten it", {}),
        Example("level the horizon", {}),
        Example("straighten it by two degrees clockwise", {"degrees": 2}),
        Example("tilt it 1.5° to the left", {"degrees": -1.5}),
    )

    @property
    def whole(self) -> bool:
        return True

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        """The angle: as given, or as the lines in the picture tell it. Raises Unclear when they don't."""
        if self.degrees is not None:
            return self
        studio.progress(0.1, "looking for the horizon")
        tilt = find_tilt(image)
        if tilt is None or tilt.confidence < CLEAR:
            raise Unclear(
                "I can't find a clear horizon. How many degrees, and which way?",
                "Say for instance “two degrees clockwise”.",
                field="degrees",
            )
        if abs(tilt.degrees) < LEVEL_DEGREES:
            studio.note(f"it is straight already ({tilt.degrees:+.1f}° by {tilt.by})")
            return self.model_copy(update={"degrees": 0.0})
        studio.note(f"{tilt.degrees:+.1f}° by {tilt.by}")
        return self.model_copy(update={"degrees": round(tilt.degrees, 2)})

    def transform(self, size: tuple[int, int]) -> Transform:
        if not self.degrees:
            return IDENTITY
        return affine.turn(self.degrees, (size[0] / 2, size[1] / 2), cover_zoom(self.degrees, size))

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        if not self.degrees:
            return image.copy()
        studio.note(f"enlarged by {100 * (cover_zoom(self.degrees, image.size) - 1):.1f} % so that no corner is empty")
        return turned(image, self.transform(image.size), image.size)

    def scaled(self, factor: float) -> Self | None:
        if self.degrees is None:
            return None
        return self.model_copy(update={"degrees": max(-45.0, min(45.0, self.degrees * factor))})
