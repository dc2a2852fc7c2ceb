"""Tone, colour and detail in amounts, of the picture or of a part. The maths is in `tools.tone`; this file names it."""

from __future__ import annotations

from typing import ClassVar, Literal

from tools.types import Amount, Example, Operation, Percent


class Adjust(Operation):
    """Change light, colour or sharpness by amounts; 0 leaves things alone.

    "a little" is 10–15, plain "brighter" 25, "much" or "a lot" 50. exposure: 100 is two stops (four times the light).
    brightness and contrast: the midtones and their spread. highlights: negative recovers bright parts. shadows:
    positive opens dark parts. saturation: −100 is gray. vibrance: saturation that spares what is colourful already. temperature:
    positive is warmer, negative cooler. tint: positive is more magenta, negative greener. hue: turns every hue, 100 is
    half the circle. sharpness: negative softens. blur, grain, pixelate: 0–100. vignette: darkens the corners.
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
