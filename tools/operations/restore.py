"""Restore: bring a region's pixels back from an earlier picture. Knows nothing of how pictures are stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from PIL import Image as PILImage
from PIL import ImageChops
from PIL.Image import Resampling
from PIL.Image import Transform as Method
from pydantic import Field

from tools import affine
from tools.errors import EditRejected
from tools.types import IDENTITY, Digest, Example, Frame, Operation, Transform

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.selection import Selection
    from tools.studio import Studio


class Restore(Operation):
    """Bring back how a part (or everything) looked at an earlier turn; turn 0 is the photograph. `source` and
    `mapping` (the earlier picture's pixels to today's) are filled in from the history.
    """

    op: Literal["restore"] = "restore"
    turn: Annotated[int, Field(ge=0)] | None = None
    source: Digest | None = None
    mapping: Transform | None = None

    filled: ClassVar[tuple[str, ...]] = ("source", "mapping")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("bring the sky back to how it was at the start", {"region": {"phrase": "sky"}, "turn": 0}),
        Example("give the car its old colour back", {"region": {"phrase": "car"}, "turn": 0}),
        Example("the face as it was in step 2", {"region": {"phrase": "face"}, "turn": 2}),
    )

    @property
    def _way(self) -> Transform:
        return self.mapping or IDENTITY

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        if self.source is None:
            raise EditRejected("There is no earlier picture to take it from.", "Undo goes back as well.")
        source = studio.picture(self.source)
        if self.mapping is None and source.size != image.size:
            raise EditRejected(
                f"That picture was {source.width} × {source.height}, this one is {image.width} × {image.height}.",
                "Go back to before the change of size.",
            )
        if not affine.exact(self._way):
            studio.note("the picture was turned or scaled since, so the old pixels were resampled")
        return self

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        """The source's pixels where it has any; what was added to the picture since stays as it is."""
        old = studio.picture(self.source or "").convert("RGB")
        seen, known = _seen(old, affine.chain(self._way, affine.shift(-frame.x, -frame.y)), frame.size)
        if ImageChops.subtract(mask.point(lambda value: 255 if value else 0), known).getbbox():
            studio.note("a part of it did not exist then and stays")
        return PILImage.composite(seen, image, known)

    def alpha(self, alpha: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        """As transparent as it was then."""
        old = studio.picture(self.source or "").convert("RGBA").getchannel("A")
        seen, known = _seen(old, affine.chain(self._way, affine.shift(-frame.x, -frame.y)), frame.size)
        return PILImage.composite(seen, alpha, known)


def _seen(source: Image, way: Transform, size: tuple[int, int]) -> tuple[Image, Image]:
    """The source through `way` on a canvas of `size`, and where it has pixels (L, 255 or 0)."""
    back = affine.inverse(way)[:6]
    method = Resampling.NEAREST if affine.exact(way) else Resampling.BICUBIC
    known = PILImage.new("L", source.size, 255).transform(size, Method.AFFINE, back, Resampling.NEAREST)
    return source.transform(size, Method.AFFINE, back, method), known
