"""What lies behind the subject: blurred, toned, coloured, replaced by another picture, painted anew, or cut away.

It knows nothing of what the subject is: a mask says where.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self

import numpy as np
from PIL import Image as PILImage
from PIL import ImageChops, ImageOps
from pydantic import Field, model_validator

from tools import cutout, detail, painting, tone
from tools.colours import parse_colour
from tools.errors import RegionNotFound, Unclear
from tools.oklab import LUMA
from tools.operations.recolor import Colour
from tools.painted import Painted
from tools.selection import Selection
from tools.types import Digest, Example, Frame, Percent, Region

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.oklab import Floats
    from tools.studio import Studio

Mode = Literal["blur", "darken", "lighten", "desaturate", "color", "picture", "scene", "remove"]


class Background(Painted):
    """Change what lies behind the subject and leave the subject alone.

    mode: blur, darken, lighten, desaturate (by amount, 0–100), color (a plain color), picture (the attached reference),
    scene (painted from words: a beach, a city at night) or remove (transparent). Leave the region away unless
    the person says which part is the background. `subject` is who or what stays in front, where it is named ("man").
    """

    op: Literal["background"] = "background"
    mode: Mode
    amount: Percent = 50
    color: Colour | None = None
    reference: Digest | None = None
    scene: Annotated[str, Field(max_length=200)] | None = None
    subject: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    region: Region | None = Region(phrase="background")

    called: ClassVar[tuple[str, ...]] = ("backdrop",)
    examples: ClassVar[tuple[Example, ...]] = (
        Example("blur the background", {"mode": "blur"}),
        Example("make the background much darker so she stands out", {"mode": "darken", "amount": 70}),
        Example("black and white background, keep the subject in colour", {"mode": "desaturate", "amount": 100}),
        Example("put it on a plain white background", {"mode": "color", "color": "white"}),
        Example("place him on a beach at sunset", {"mode": "scene", "scene": "a beach at sunset", "subject": "man"}),
        Example("make the background transparent", {"mode": "remove"}),
    )

    @model_validator(mode="before")
    @classmethod
    def _behind_whom(cls, given: Any) -> Any:
        """Where somebody is named and no region, what lies behind is looked for by who is in front."""
        named = isinstance(given, dict) and given.get("subject") and "region" not in given
        return {**given, "region": None} if named else given

    @property
    def makes_alpha(self) -> bool:  # type: ignore[override]
        """Only a background that is removed leaves transparency."""
        return self.mode == "remove"

    @property
    def needs_colour(self) -> bool:  # type: ignore[override]
        return self.mode in ("color", "picture", "scene")

    @property
    def grow_px(self) -> int:
        """The subject's rim, where its colours are mixed with the old background's."""
        return cutout.MAX_RIM_PX

    def margin_px(self, size: tuple[int, int]) -> int:
        """A painted scene is fitted to what lies around its place."""
        return 64 if self.mode == "scene" else 0

    def require(self, studio: Studio) -> None:
        if self.mode == "scene":
            painting.need(studio, ("paint", "instruct"), "Attach a picture of it and I'll put it behind the subject.")

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        """The default place, and a question for whatever the mode cannot do without."""
        if self.mode == "color" and self.color is None:
            raise Unclear("Which colour should the background have?", "Name a colour.", field="color")
        if self.mode == "picture" and self.reference is None:
            raise Unclear("Which picture should be the background?", "Attach it.", field="reference")
        if self.mode == "scene" and not self.scene:
            raise Unclear("What should the background show?", "Describe it in a few words.", field="scene")
        return self if self.region else self.model_copy(update={"region": Region(phrase=self._where(image, studio))})

    def _where(self, image: Image, studio: Studio) -> str:
        """The words for what lies behind: all but the one who is named, or behind whatever stands out."""
        if self.subject is None:
            return "background"
        try:
            studio.ground(image, Region(phrase=self.subject), about_object=True)
        except RegionNotFound:
            studio.note("what stands out was kept, since nothing finds it by its name")
            return "background"
        return f"everything but {self.subject}"

    def footprint(self, selection: Selection) -> Selection:
        grown = selection.dilated(cutout.rim_px(selection.size))
        return Selection(grown.mask.point([0, *[255] * 255]), grown.frame)

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        picture = image.convert("RGB")
        subject = cutout.cut(
            picture, ImageChops.invert(mask), frame, refine=not (self.region and self.region.feather_px)
        )
        studio.progress(0.4, "background")
        if self.mode == "remove":
            return _alone(subject, image, frame)
        return subject.over(self._behind(picture, mask, frame, subject, studio), frame)

    def scaled(self, factor: float) -> Self | None:
        if self.mode not in ("blur", "darken", "lighten", "desaturate"):
            return None
        return self.model_copy(update={"amount": min(self.amount * factor, 100.0)})

    def _behind(self, image: Image, mask: Image, frame: Frame, subject: cutout.Cutout, studio: Studio) -> Image:
        """The new background, wherever the subject will not hide it."""
        if self.mode == "color":
            return PILImage.new("RGB", image.size, parse_colour(self.color or "white"))
        if self.mode == "picture":
            reference = studio.picture(self.reference or "").convert("RGB")
            whole = ImageOps.fit(reference, frame.picture_size, PILImage.Resampling.LANCZOS)
            return whole.crop(frame.box)
        if self.mode == "scene":
            scene = self.scene or ""
            return painting.paint(studio, image, mask, scene, f"Change the background to {scene}.", self.seed)
        values = np.asarray(image, np.float32) / 255
        changed = _blurred(values, subject, self.amount, frame) if self.mode == "blur" else self._toned(values)
        return PILImage.fromarray((np.clip(changed, 0, 1) * 255 + 0.5).astype(np.uint8))

    def _toned(self, values: Floats) -> Floats:
        part = self.amount / 100
        if self.mode == "desaturate":
            gray: Floats = values + ((values @ LUMA)[..., None] - values) * np.float32(part)
            return gray
        stops = np.full(values.shape[:2], (1.6 if self.mode == "lighten" else -3.2) * part, np.float32)
        return tone.lit(values, stops)


def _opacity(subject: cutout.Cutout, frame: Frame) -> Floats:
    """The subject's opacity over the whole crop."""
    alpha = np.zeros((frame.height, frame.width), np.float32)
    x, y = subject.x - frame.x, subject.y - frame.y
    x0, y0, x1, y1 = (
        max(x, 0),
        max(y, 0),
        min(x + subject.alpha.shape[1], frame.width),
        min(y + subject.alpha.shape[0], frame.height),
    )
    alpha[y0:y1, x0:x1] = subject.alpha[y0 - y : y1 - y, x0 - x : x1 - x]
    return alpha


def _blurred(values: Floats, subject: cutout.Cutout, amount: float, frame: Frame) -> Floats:
    """Out of focus: only background is averaged, in (roughly) linear light, so that bright points stay bright."""
    if not amount:
        return values
    weights = (1 - _opacity(subject, frame)) ** 2
    soft = detail.blurred_inside(values * values, weights, max(0.5, amount / 100 * 0.03 * max(frame.picture_size)))
    out_of_focus: Floats = np.sqrt(np.clip(soft, 0, 1))
    return out_of_focus


def _alone(subject: cutout.Cutout, image: Image, frame: Frame) -> Image:
    """The subject on transparency: its own colours where it is mixed with the old background."""
    clear = PILImage.new("RGBA", image.size)
    alpha = np.maximum(subject.alpha, 1e-6)[..., None]
    ink = np.concatenate([subject.ink / alpha, subject.alpha[..., None] * 255], axis=2)
    clear.paste(
        PILImage.fromarray(np.rint(ink.clip(0, 255)).astype(np.uint8)), (subject.x - frame.x, subject.y - frame.y)
    )
    if image.mode == "RGBA":
        clear.putalpha(ImageChops.multiply(clear.getchannel("A"), image.getchannel("A")))
    return clear
