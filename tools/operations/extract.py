"""Extract: cut the subject out onto transparency. Knows nothing of how the subject was found."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Literal, Self

import numpy as np
from PIL import Image as PILImage

from tools import affine
from tools.cutout import Cutout, cut
from tools.placement import Span
from tools.selection import Selection
from tools.types import IDENTITY, Example, Frame, Operation, Region, Transform

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from PIL.Image import Image

    from tools.studio import Studio


PAD_PX = 8


class Extract(Operation):
    """Cut something out: everything but the region (or, without one, the main subject) becomes transparent. `crop` also
    cuts the picture down to it (to `box` in pixels, which is found by itself).
    """

    op: Literal["extract"] = "extract"
    crop: bool = False
    box: Span | None = None

    about_object: ClassVar[bool] = True
    makes_alpha: ClassVar[bool] = True
    filled: ClassVar[tuple[str, ...]] = ("box",)
    called: ClassVar[tuple[str, ...]] = ("cutout", "cut-out")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("cut out the cat", {"region": {"phrase": "cat"}}),
        Example("make the background transparent", {}),
        Example("extract the cup as a sticker", {"region": {"phrase": "cup"}, "crop": True}),
    )

    @property
    def whole(self) -> bool:
        return True

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        """Without a region: the main subject, and where it lies."""
        found = selection
        if found is None:
            found = studio.ground(image, Region(phrase="subject"), about_object=True)
            return self.model_copy(update={"region": Region(phrase="subject"), **self._tight(found)})
        return self.model_copy(update=self._tight(found))

    def _tight(self, selection: Selection) -> dict[str, object]:
        return {"box": (selection.trimmed() or selection).dilated(PAD_PX).box if self.crop else None}

    def transform(self, size: tuple[int, int]) -> Transform:
        return affine.shift(-self.box[0], -self.box[1]) if self.box else IDENTITY

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        """RGBA: opacity follows the object's own edge, and its colour there is freed of what lay behind."""
        refine = not (self.region and self.region.feather_px)
        cutout = cut(image.convert("RGB"), mask, frame, refine)
        out = np.array(image.convert("RGBA"))
        was = out[..., 3].astype(np.float32)
        out[..., 3] = 0
        _lay(cutout, out, was)
        result = PILImage.fromarray(out)
        return result.crop(self.box) if self.box else result


def _lay(cutout: Cutout, out: NDArray[np.uint8], was: NDArray[np.float32]) -> None:
    """Write a cut-out into RGBA pixels as straight (not premultiplied) colour; never more opaque than it `was`."""
    x0, y0, x1, y1 = cutout.box
    alpha = cutout.alpha[..., None]
    colour = np.where(alpha > 0, cutout.ink / np.maximum(alpha, 1e-3), out[y0:y1, x0:x1, :3])
    out[y0:y1, x0:x1, :3] = np.rint(colour).clip(0, 255)
    out[y0:y1, x0:x1, 3] = np.rint(cutout.alpha * was[y0:y1, x0:x1])
