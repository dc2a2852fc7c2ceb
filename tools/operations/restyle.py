"""Another look for the picture or a part of it: a classical look where there is one, else a model's.

Knows nothing of how a look is drawn: that is the engine's `looks`.
"""

from __future__ import annotations

from math import ceil, sqrt
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from PIL import Image as PILImage
from pydantic import Field

from tools import painting
from tools.engines.embedded.looks import LOOKS, Look, look_of
from tools.painted import Painted
from tools.studio import unavailable
from tools.types import Example, Fraction, Frame

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio


class Restyle(Painted):
    """Make the picture, or a part, look like a watercolor, pencil sketch, oil painting, cartoon, vintage film, black
    and white, sepia, pop art, pixel art, cyanotype, noir and the like; or in another season, weather or time of day.

    style: the look in words. strength: 0 … 1, how much of it. For amounts of light and colour use adjust.
    """

    op: Literal["restyle"] = "restyle"
    style: Annotated[str, Field(min_length=1, max_length=200)]
    strength: Fraction = 1

    needs_colour: ClassVar[bool] = True
    called: ClassVar[tuple[str, ...]] = ("style", "look", "filter")
    examples: ClassVar[tuple[Example, ...]] = (
        Example("make it look like a watercolor", {"style": "watercolor"}),
        Example("turn it black and white", {"style": "black and white"}),
        Example("give it a subtle vintage look", {"style": "vintage film", "strength": 0.5}),
        Example("make the building look like a pencil sketch",
                {"style": "pencil sketch", "region": {"phrase": "building"}}),
        Example("as if it were winter", {"style": "winter"}),
    )  # fmt: skip

    def margin_px(self, size: tuple[int, int]) -> int:
        return 24 + max(size) // 12

    def require(self, studio: Studio) -> None:
        if studio.offers("restyle") and self._look(studio) is None:
            studio.ready("restyle")
        elif self._look(studio) is None:
            names = ", ".join(look.name for look in LOOKS)
            raise unavailable("restyle", f"Without one there are these looks: {names}.")

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        if not self.strength:
            return image
        look = self._look(studio)
        if look is not None:
            styled = _painted(image, frame, look, self.seed or 0, studio)
        else:
            styled = painting.restyle(studio, image, self.style, self.seed)
        return PILImage.blend(image, styled.convert("RGB"), self.strength) if self.strength < 1 else styled

    def _look(self, studio: Studio) -> Look | None:
        """The classical look of that name, unless the person asked for an engine that paints styles itself."""
        return None if studio.prefers("restyle") else look_of(self.style)

    def scaled(self, factor: float) -> Self:
        return self.model_copy(update={"strength": min(self.strength * factor, 1.0)})


def _painted(image: Image, frame: Frame, look: Look, seed: int, studio: Studio) -> Image:
    """The look, painted at the size it needs and enlarged to the picture's."""
    studio.progress(0.1, look.name)
    shrink = max(1.0, sqrt(frame.picture_width * frame.picture_height / (look.megapixels * 1e6)))
    small, place = image, frame
    if shrink > 1:
        place = Frame(*(ceil(length / shrink) for length in (frame.x, frame.y, *frame.size, *frame.picture_size)))
        small = image.resize(place.size, PILImage.Resampling.BOX)
    values = look.paint(np.asarray(small, np.float32) / 255, place, seed)
    studio.progress(0.9, look.name)
    styled = PILImage.fromarray((np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8))
    return styled if styled.size == image.size else styled.resize(image.size, PILImage.Resampling.BICUBIC)
