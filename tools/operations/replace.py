"""Something else in the place of an object: from a reference picture's cut-out, or painted by a model.

It knows nothing of where the thing is: a mask says so.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

import numpy as np
from PIL import Image as PILImage
from pydantic import Field

from tools import painting
from tools.errors import EditRejected
from tools.operations.remove import GROW_PX, fill, hole
from tools.painted import Painted
from tools.selection import Selection
from tools.types import Digest, Example, Frame, Region

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio


class Replace(Painted):
    """Put something else in the place of the object that the region names.

    object: what should be there instead. reference: an attached picture of it. To change only the colour use recolor,
    only the material retexture; to change the background use background.
    """

    op: Literal["replace"] = "replace"
    object: Annotated[str, Field(min_length=1, max_length=200)]
    reference: Digest | None = None

    about_object: ClassVar[bool] = True
    needs_region: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("replace the dog with a cat", {"object": "a cat", "region": {"phrase": "dog"}}),
        Example("turn the cup into a glass of juice", {"object": "a glass of juice", "region": {"phrase": "cup"}}),
        Example("swap the apple on the right for an orange",
                {"object": "an orange", "region": {"phrase": "the apple on the right"}}),
    )  # fmt: skip

    @property
    def grow_px(self) -> int:
        return GROW_PX

    def margin_px(self, size: tuple[int, int]) -> int:
        return max(96, *size)

    def require(self, studio: Studio) -> None:
        if self.reference is None:
            thing = painting.article(self.object)
            painting.need(studio, ("paint", "instruct"), f"Attach a picture of {thing} and I'll put it in.")
        elif studio.prefers("paint", by_example=True):
            studio.ready("paint")

    def footprint(self, selection: Selection) -> Selection:
        """The grown object; with a reference its whole box, since the newcomer has another outline."""
        return hole(Selection.rectangle(selection.box, selection.size) if self.reference else selection)

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        grown = hole(Selection(mask, frame)).within(frame)
        if self.reference is None:
            who = (self.region and self.region.phrase) or "object"
            words = f"Replace the {who} with {painting.article(self.object)}."
            return painting.paint(studio, image, grown, self.object, words, self.seed)
        if studio.prefers("paint", by_example=True):
            return painting.paint_like(studio, image, grown, self.object, self.reference, self.seed)
        studio.progress(0.1, "cut out")
        newcomer = subject(studio.picture(self.reference), studio)
        ground = fill(image, grown, self.seed, studio)
        return _standing_in(ground, newcomer, mask.getbbox())


def subject(reference: Image, studio: Studio) -> Image:
    """What a reference picture shows, as RGBA in its tightest box: by its own alpha, or its grounded subject."""
    from tools.cutout import cut

    if reference.mode not in ("RGBA", "LA"):
        picture = reference.convert("RGB")
        found = studio.ground(picture, Region(phrase="subject"), True)
        piece = cut(picture, found.full(), Frame.of((0, 0, *picture.size), picture.size))
        alpha = np.maximum(piece.alpha, 1e-6)[..., None]
        ink = np.concatenate([piece.ink / alpha, piece.alpha[..., None] * 255], axis=2)
        reference = PILImage.fromarray(np.rint(ink.clip(0, 255)).astype(np.uint8))
    reference = reference.convert("RGBA")
    box = reference.getchannel("A").point(lambda value: 255 if value > 8 else 0).getbbox()
    if box is None:
        raise EditRejected("The attached picture is empty.", "Attach one that shows the new object.")
    return reference.crop(box)


def _standing_in(ground: Image, newcomer: Image, box: tuple[int, int, int, int] | None) -> Image:
    """Pasted as large as fits the old object's box, standing on its bottom edge."""
    if box is None:
        return ground
    width, height = box[2] - box[0], box[3] - box[1]
    scale = min(width / newcomer.width, height / newcomer.height)
    size = max(1, round(newcomer.width * scale)), max(1, round(newcomer.height * scale))
    # Colour times opacity is what may be averaged; else the hidden colours of clear pixels would show as a rim.
    small = newcomer.convert("RGBa").resize(size, PILImage.Resampling.LANCZOS).convert("RGBA")
    out = ground.copy()
    out.paste(small, (box[0] + (width - size[0]) // 2, box[3] - size[1]), small)
    return out
