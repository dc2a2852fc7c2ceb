"""Compose: put the subject of another picture into this one. Knows nothing of how pictures are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from pydantic import Field

from tools.beside import Placed, fitting, put_beside
from tools.placement import Span, fractions, kept_inside, put
from tools.selection import Selection, pixel_box
from tools.types import Digest, Example, Frame, Region, Shift

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio

DEFAULT_HEIGHT = 0.45


class Compose(Placed):
    """Insert an attached picture: its subject is cut out (its own transparency wins) and put into this picture.

    A region or `place` ("top left", "above the door") says where, `scale` is its height as a fraction of this picture's
    height, `dx`, `dy` shift it.
    """

    op: Literal["compose"] = "compose"
    reference: Digest
    scale: Annotated[float, Field(gt=0, le=4, allow_inf_nan=False)] | None = None
    dx: Shift | None = None
    dy: Shift | None = None

    creates: ClassVar[bool] = True
    called: ClassVar[tuple[str, ...]] = ("insertion", "insert", "attached", "picture")
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "paste this picture of a cat in the bottom right corner", {"reference": "0" * 64, "place": "bottom right"}
        ),
        Example(
            "put the attached logo at the top left, small", {"reference": "0" * 64, "place": "top left", "scale": 0.12}
        ),
        Example("insert the attached person, half as tall as the picture", {"reference": "0" * 64, "scale": 0.5}),
    )

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        """Without a region: the box that the subject will fill, by its own shape, `scale`, `place` and shift."""
        if self.region is not None:
            return self
        from tools.reference import extent, subject_of

        subject = subject_of(self.reference, studio)
        size = image.size
        box = self._box(extent(subject.aspect, (self.scale or DEFAULT_HEIGHT) * size[1], size), image, studio)
        dx, dy = kept_inside((round((self.dx or 0) * size[0]), round((self.dy or 0) * size[1])), box, size)
        box = box[0] + dx, box[1] + dy, box[2] + dx, box[3] + dy
        box = pixel_box(fractions(box, size), size)
        done = {"place": None, "anchor": None, "scale": None, "dx": None, "dy": None}
        return self.model_copy(update={**done, "region": Region(box=fractions(box, size))})

    def _box(self, extent: tuple[int, int], image: Image, studio: Studio) -> Span:
        told = self.anchored(image, studio)
        if told is None:
            return put(self.place, extent, image.size)
        return put_beside(*told, extent if self.scale else fitting(*told, extent, image.size), image.size)

    def footprint(self, selection: Selection) -> Selection:
        """The whole box: the subject is fitted into it, whatever shape was there."""
        return Selection.rectangle(selection.box, selection.size)

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        from tools.reference import put_in, subject_of

        return put_in(image, mask, frame, subject_of(self.reference, studio))

    def alpha(self, alpha: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        from tools.reference import put_in_alpha, subject_of

        return put_in_alpha(alpha, mask, frame, subject_of(self.reference, studio))
