"""Asking an engine for pixels that no classical method can make, and saying what else can be done when there is none.

It knows nothing of how an engine paints; skills are tried best first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PIL import Image as PILImage

from tools.studio import unavailable
from tools.types import Sampling

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio


def need(studio: Studio, skills: tuple[str, ...], instead: str) -> str:
    """The first of `skills` that is offered. Raises ModelUnavailable for the first, saying what to do `instead`."""
    for skill in skills:
        if studio.offers(skill):
            return skill
    raise unavailable(skills[0], instead)


def paint(studio: Studio, image: Image, mask: Image, prompt: str, instruction: str, seed: int | None) -> Image:
    """New pixels under `mask` (L) of an RGB picture, from words: painted, or by instruction where nothing paints."""
    if studio.offers("paint"):
        made: Image = studio.engine("paint").paint(image, mask, prompt, Sampling(seed=seed))
        return fitted(made, image)
    return instruct(studio, image, instruction, mask, seed)


def instruct(studio: Studio, image: Image, instruction: str, mask: Image | None, seed: int | None) -> Image:
    """The RGB picture after an instruction; `mask` limits it where the engine can."""
    made: Image = studio.engine("instruct").instruct(image, instruction, mask, Sampling(seed=seed))
    return fitted(made, image)


def fitted(made: Image, image: Image) -> Image:
    """RGB and of the size asked for, whatever multiple of 8 or 64 the engine preferred."""
    made = made if made.mode == "RGB" else made.convert("RGB")
    return made if made.size == image.size else made.resize(image.size, PILImage.Resampling.LANCZOS)


def article(noun: str) -> str:
    """With its article: a cat, an orange; words that bring their own ("the", "two", "some") are left alone."""
    first = noun.split(" ", 1)[0].lower()
    if first in ("a", "an", "the", "some", "two", "three", "four", "five", "my", "his", "her", "another"):
        return noun
    return f"{'an' if first[:1] in 'aeiou' else 'a'} {noun}"
