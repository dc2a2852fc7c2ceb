"""New light on the scene: a soft light from one side classically, anything else by an instruction-trained model.

It knows nothing of the shapes in the scene.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from PIL import Image as PILImage
from pydantic import Field

from tools import oklab, painting, tone
from tools.painted import Painted
from tools.places import place_box
from tools.types import Example, Fraction, Frame

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.oklab import Floats
    from tools.studio import Studio

_WARM = ("warm", "golden", "lamp", "candle", "sunset", "sunrise", "evening", "orange", "fire", "tungsten", "amber")
_COOL = ("cool", "cold", "blue", "moon", "night", "winter", "overcast", "daylight")
# Lights that draw shadows or shapes of their own; a soft gradient would be no answer to them.
_BEYOND = ("neon", "studio", "dramatic", "shadow", "rim", "ray", "spot", "window", "disco", "backlit", "silhouette")


class Relight(Painted):
    """Light the scene anew: `light` says what kind ("warm evening light", "studio light", "neon").

    direction: where it comes from, a place such as "left" or "top right". strength: 0 … 1.
    For plain brightness use adjust; for a season or a time of day use restyle.
    """

    op: Literal["relight"] = "relight"
    light: Annotated[str, Field(max_length=200)]
    direction: Annotated[str, Field(max_length=60)] | None = None
    strength: Fraction = 0.5

    examples: ClassVar[tuple[Example, ...]] = (
        Example("light it from the left with a warm lamp", {"light": "warm lamp", "direction": "left"}),
        Example("add a soft light from the top right", {"light": "soft light", "direction": "top right"}),
        Example(
            "give her face dramatic studio lighting",
            {"light": "dramatic studio light", "region": {"phrase": "face"}, "strength": 0.8},
        ),
    )

    def require(self, studio: Studio) -> None:
        if studio.prefers("instruct"):
            studio.ready("instruct")
        elif not self._plain:
            painting.need(studio, ("instruct",), "Say “a warm light from the left” for a soft light from one side.")

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        """A soft light by a gradient where that is all that is asked; otherwise by instruction."""
        if not self._plain or studio.prefers("instruct"):
            where = f" from the {self.direction}" if self.direction else ""
            return painting.instruct(studio, image, f"Light the scene with {self.light}{where}.", mask, self.seed)
        values = np.asarray(image, np.float32) / 255
        lit = _side_light(values, self._falloff(frame), self._warmth, self.strength)
        return PILImage.fromarray((np.clip(lit, 0, 1) * 255 + 0.5).astype(np.uint8))

    def scaled(self, factor: float) -> Self:
        return self.model_copy(update={"strength": min(self.strength * factor, 1.0)})

    @property
    def _plain(self) -> bool:
        words = self.light.lower()
        return bool(self.direction and place_box(self.direction)) and not any(word in words for word in _BEYOND)

    @property
    def _warmth(self) -> float:
        words = self.light.lower()
        return float(any(word in words for word in _WARM)) - float(any(word in words for word in _COOL))

    def _falloff(self, frame: Frame) -> Floats:
        """1 next to the light, 0 at the far side of the picture, smooth in between."""
        x0, y0, x1, y1 = place_box(self.direction or "") or (0, 0, 1, 1)
        # From the middle of the place outwards to the frame: a light on the left shines from the left edge.
        x, y = (x0 + x1) / 2 * 1.5 - 0.25, (y0 + y1) / 2 * 1.5 - 0.25
        xs = (np.arange(frame.x, frame.x + frame.width, dtype=np.float32) + 0.5) / frame.picture_width - np.float32(x)
        ys = (np.arange(frame.y, frame.y + frame.height, dtype=np.float32) + 0.5) / frame.picture_height - np.float32(y)
        fall: Floats = 1 / (1 + ((xs * xs)[None] + (ys * ys)[:, None]) / np.float32(0.22))
        return fall


def _side_light(values: Floats, fall: Floats, warmth: float, strength: float) -> Floats:
    """Brighter and tinted near the light, darker far from it; surfaces that are dark themselves take less of it."""
    base = tone.base_luma(values @ oklab.LUMA, max(2, max(fall.shape) // 40))
    stops = (2.6 * fall * np.clip(base * 2.2, 0.25, 1) - 2.4 * (1 - fall)) * np.float32(strength)
    lit = tone.lit(values, stops.astype(np.float32))
    gain = oklab.coded(tone.gains(0.9 * warmth * strength, 0)).astype(np.float32)
    tinted: Floats = lit * (1 + (gain - 1) * fall[..., None])
    return tinted
