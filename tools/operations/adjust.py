"""Tone, colour and detail in amounts, of the picture or of a part.

One pass over strips of rows: recovery, curves, colour, sharpness, then vignette and grain, rounded once at the end. The
maths is in `tools.tone` and `tools.detail`; what `auto` chooses in `tools.measure`. Knows nothing of words: amounts are
numbers here.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, ClassVar, Literal, Self

import numpy as np
from PIL import Image as PILImage

from tools import cube, detail, tone
from tools.oklab import LUMA, Floats
from tools.types import Amount, Example, Frame, Operation, Percent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

    from tools.selection import Selection
    from tools.studio import Studio

_SIGNED = (
    "exposure", "brightness", "contrast", "highlights", "shadows", "saturation", "vibrance", "temperature", "tint",
    "hue", "sharpness",
)  # fmt: skip
_UNSIGNED = ("blur", "vignette", "grain", "pixelate")
_CALLED = {  # more and less of it
    "exposure": ("brighter brightness lighter light", "darker dark brightness"),
    "brightness": ("brighter lighter", "darker dark"),
    "highlights": ("bright lights", "recovery bright lights"),
    "shadows": ("lighter dark", "darker dark"),
    "saturation": ("color colour colorful vivid", "muted gray grey color colour desaturation"),
    "vibrance": ("color colour vivid", "muted color colour"),
    "temperature": ("warmer warm warmth yellow orange", "cooler cool cold coolness coldness blue"),
    "tint": ("magenta pink", "green"),
    "hue": ("color colour", "color colour"),
    "sharpness": ("sharper sharp sharpening", "softer soft softness"),
    "blur": ("blurry blurring soft", ""),
    "pixelate": ("pixels mosaic", ""),
    "vignette": ("corners dark", ""),
    "grain": ("noise film", ""),
}
_STRIP = 128


class Adjust(Operation):
    """Change light, colour or sharpness by amounts; 0 leaves things alone.

    "a little" is 10–15, plain "brighter" 25, "much" or "a lot" 50. exposure: 100 is two stops (four times the light).
    brightness and contrast: the midtones and their spread. highlights: negative recovers bright parts. shadows:
    positive opens dark parts. saturation: −100 is gray. vibrance: saturation that spares what is colourful already.
    temperature: positive is warmer, negative cooler. tint: positive is more magenta, negative greener. hue: turns every
    hue, 100 is half the circle. sharpness: negative softens. blur, grain, pixelate: 0–100. vignette: darkens corners.
    auto: measure the picture and choose modest amounts ("make it look better").
    """

    op: Literal["adjust"] = "adjust"
    exposure: Amount = 0
    brightness: Amount = 0
    contrast: Amount = 0
    highlights: Amount = 0
    shadows: Amount = 0
    saturation: Amount = 0
    vibrance: Amount = 0
    temperature: Amount = 0
    tint: Amount = 0
    hue: Amount = 0
    sharpness: Amount = 0
    blur: Percent = 0
    vignette: Percent = 0
    grain: Percent = 0
    pixelate: Percent = 0
    auto: bool = False

    examples: ClassVar[tuple[Example, ...]] = (
        Example("brighten it a little", {"exposure": 12}),
        Example("the sky is too bright, bring it down", {"exposure": -25, "region": {"phrase": "sky"}}),
        Example("much warmer please, and a bit more contrast", {"temperature": 50, "contrast": 12}),
        Example("open up the shadows and recover the highlights", {"shadows": 25, "highlights": -25}),
        Example("pixelate the number plate", {"pixelate": 50, "region": {"phrase": "number plate"}}),
        Example("it looks flat, make it look better", {"auto": True}),
    )

    @property
    def needs_colour(self) -> bool:  # type: ignore[override]
        """A gray photograph that is to be warmer becomes a colour picture; one that is to be brighter stays gray."""
        return bool(self.temperature or self.tint)

    @property
    def amounts(self) -> dict[str, float]:
        """Every amount that is not 0."""
        return {name: value for name in (*_SIGNED, *_UNSIGNED) if (value := getattr(self, name))}

    def margin_px(self, size: tuple[int, int]) -> int:
        return 32 + max(size) // 8 if self.sharpness or self.highlights or self.shadows else 0

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        """`auto` becomes explicit amounts, measured on a small sRGB view of the picture or of the region."""
        if not self.auto:
            return self
        from tools.measure import improvement

        seen, mask = (image, None) if selection is None else (image.crop(selection.box), selection.mask)
        view = studio.srgb(seen.convert("RGBA") if seen.mode in ("P", "LA") else seen)
        view.thumbnail((512, 512), PILImage.Resampling.BOX)
        weights = np.ones((view.height, view.width), np.bool_)
        if mask is not None:
            weights = np.asarray(mask.resize(view.size, PILImage.Resampling.BOX)) >= 128
        found = improvement(np.asarray(view.convert("RGB"), np.float32) / 255, weights)
        if image.mode in ("L", "LA"):
            found = {name: amount for name, amount in found.items() if name in ("exposure", "contrast", "shadows")}
        summed = {name: self._limited(name, getattr(self, name) + amount) for name, amount in found.items()}
        resolved = self.model_copy(update={**summed, "auto": False})
        if not resolved.amounts:
            studio.note("light and colour measure well already")
        return resolved

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        if self.auto:
            return self.resolve(image, None, studio).apply(image, mask, frame, studio)
        needed = set(self.amounts)
        if not needed:
            return image
        plan = self._tone()
        if needed <= {"exposure", "brightness", "contrast", "temperature", "tint"}:
            table = np.clip(tone.curves(plan, np.arange(256) / 255) * 255 + 0.5, 0, 255).astype(np.uint8)
            return image.point(table.T.ravel().tolist())
        if not needed & {"highlights", "shadows", "sharpness", *_UNSIGNED}:
            return cube.mapped(image, lambda values: tone.mapped(values, plan))
        return self._rendered(image, mask, frame, studio, plan)

    def merge(self, earlier: Operation) -> Self | None:
        """The amounts added up, when both speak of the same place and every sum stays in range."""
        if not isinstance(earlier, Adjust) or earlier.region != self.region or self.auto or earlier.auto:
            return None
        sums = {name: round(getattr(earlier, name) + getattr(self, name), 6) for name in (*_SIGNED, *_UNSIGNED)}
        if any(value != self._limited(name, value) for name, value in sums.items()):
            return None
        return self.model_copy(update=sums)

    def scaled(self, factor: float) -> Self | None:
        """Every amount multiplied, within its range; None while `auto` has not been measured."""
        if self.auto:
            return None
        update = {name: self._limited(name, round(value * factor, 6)) for name, value in self.amounts.items()}
        return self.model_copy(update=update)

    def describe(self) -> str:
        """Such as "exposure +40, temperature −6"."""
        shown = [
            f"{name} {_signed(value) if name in _SIGNED else f'{value:g}'}" for name, value in self.amounts.items()
        ]
        return ", ".join(["auto"] * self.auto + shown) or "adjust nothing"

    def words(self) -> set[str]:
        """The amounts by name, and by what more or less of them is called: "undo the warmth"."""
        said = super().words() | ({"enhancement", "improvement"} if self.auto else set())
        for name, value in self.amounts.items():
            more, less = _CALLED.get(name, ("", ""))
            said |= {name, *(more if value > 0 else less).split()}
        return said

    @staticmethod
    def _limited(name: str, value: float) -> float:
        low = -100.0 if name in _SIGNED else 0.0
        return float(min(max(value, low), 100.0))

    def _tone(self) -> tone.Tone:
        names = ("exposure", "brightness", "contrast", "temperature", "tint", "saturation", "vibrance", "hue")
        return tone.Tone(**{name: getattr(self, name) / 100 for name in names})

    def _rendered(self, image: Image, mask: Image, frame: Frame, studio: Studio, plan: tone.Tone) -> Image:
        """Strip by strip in float32; blur and mosaic need the whole crop, so they split the pass in two."""
        pixels = np.asarray(image)
        base = self._base(pixels, frame)
        sigma = _sharpness_sigma(frame)
        halo = ceil(6 * sigma) if self.sharpness else 0
        split = bool(self.blur or self.pixelate)
        out = np.empty(pixels.shape, np.float32 if split else np.uint8)
        for top, bottom in _strips(len(pixels), studio):
            start, stop = max(0, top - halo), min(len(pixels), bottom + halo)
            values = pixels[start:stop].astype(np.float32) / 255
            values = self._toned(values, plan, None if base is None else base[start:stop])
            if self.sharpness:
                values = detail.sharpened(values, self.sharpness / 100, sigma)
            values = values[top - start : bottom - start]
            out[top:bottom] = values if split else _rounded(self._finished(values, frame, top))
        if not split:
            return PILImage.fromarray(out)
        held, final = self._spread(out, mask, frame), np.empty(pixels.shape, np.uint8)
        for top, bottom in _strips(len(pixels), studio):
            final[top:bottom] = _rounded(self._finished(held[top:bottom], frame, top))
        return PILImage.fromarray(final)

    def _base(self, pixels: Floats, frame: Frame) -> Floats | None:
        if not (self.highlights or self.shadows):
            return None
        import cv2

        luma = cv2.transform(pixels, LUMA[None]).astype(np.float32) / 255
        return tone.base_luma(luma, max(2, round(0.02 * max(frame.picture_size))))

    def _toned(self, values: Floats, plan: tone.Tone, base: Floats | None) -> Floats:
        if base is not None:
            values = tone.lit(values, tone.local_gain(base, self.highlights / 100, self.shadows / 100))
        return tone.mapped(values, plan)

    def _spread(self, values: Floats, mask: Image, frame: Frame) -> Floats:
        weights = np.asarray(mask, np.float32) / 255
        side = max(frame.picture_size)
        if self.blur:
            values = detail.blurred_inside(values, weights, max(0.3, self.blur / 100 * 0.025 * side))
        if self.pixelate:
            values = detail.pixelated(values, weights, max(2, round(self.pixelate / 100 * 0.06 * side)), frame)
        return values

    def _finished(self, values: Floats, frame: Frame, top: int) -> Floats:
        """Vignette and grain of the strip that starts at row `top` of the crop."""
        place = Frame(frame.x, frame.y + top, frame.width, len(values), *frame.picture_size)
        if self.vignette:
            values = values * detail.vignette(place, self.vignette / 100)[..., None]
        if self.grain:
            noise = detail.grain(place, self.seed or 0, 0.00035 * max(frame.picture_size))
            luma = values @ LUMA
            values = values + (noise * (0.4 + 2.4 * luma * (1 - luma)) * (0.13 * self.grain / 100))[..., None]
        return values


def _signed(value: float) -> str:
    return f"{'+' if value > 0 else '−'}{abs(value):g}"


def _sharpness_sigma(frame: Frame) -> float:
    """Radius that looks the same at every size: one pixel at a megapixel, two at twelve."""
    return float(max(0.7, max(frame.picture_size) / 1700) ** 0.8)


def _strips(rows: int, studio: Studio) -> Iterator[tuple[int, int]]:
    for top in range(0, rows, _STRIP):
        studio.progress(top / rows, "adjust")
        yield top, min(top + _STRIP, rows)


def _rounded(values: Floats) -> Floats:
    return (np.clip(values, 0, 1) * 255 + 0.5).astype(np.uint8)
