"""Asking an engine for pixels that no classical method can make, and saying what else can be done when there is none.

It knows nothing of how an engine paints; skills are tried best first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PIL import Image as PILImage

from tools.profiles import both_ways
from tools.studio import unavailable
from tools.types import Control, Sampling

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio


LIKE = ", exactly the one in the second picture"


def need(studio: Studio, skills: tuple[str, ...], instead: str) -> str:
    """The first of `skills` that is offered. Raises ModelUnavailable for the first, saying what to do `instead`."""
    for skill in skills:
        if studio.offers(skill):
            studio.ready(skill)
            return skill
    raise unavailable(skills[0], instead)


def paint(
    studio: Studio, image: Image, mask: Image, prompt: str, instruction: str, seed: int | None, *, shaped: bool = False
) -> Image:
    """New pixels under `mask` (L) of an RGB picture, from words: painted, or by instruction where nothing paints, or
    where the engine that does is better told by one.

    `shaped`: along the edges that are there now, where the engine can be guided by edges and nothing else guides it.
    """
    if not studio.offers("paint"):
        return instruct(studio, image, instruction, mask, seed)
    engine, how = studio.engine("paint"), _how(studio, seed)
    if shaped and not studio.controls and "canny" in getattr(engine, "guides", ()):
        studio.controls = (Control(kind="canny"),)
    seen = _seen(studio, engine, image)
    if instruction and getattr(engine, "instructed", False):
        made = engine.instruct(seen, instruction, mask, how)
    else:
        made = engine.paint(seen, mask, prompt, how)
    return _local(studio, engine, seen, made, mask)


def paint_like(studio: Studio, image: Image, mask: Image, prompt: str, reference: str, seed: int | None) -> Image:
    """New pixels under `mask` (L) that show what the stored picture `reference` shows, by an engine that takes some."""
    engine, example = studio.engine("paint"), studio.picture(reference).convert("RGB")
    words, seen = f"{prompt}{LIKE}", _seen(studio, engine, image)
    made = engine.paint(seen, mask, words, _how(studio, seed), references=[example])
    return _local(studio, engine, seen, made, mask)


def fill(studio: Studio, image: Image, mask: Image, seed: int | None, what: str = "") -> Image:
    """What may lie behind the hole `mask` (L) of an RGB picture, by the best engine; `what` is there now.

    An engine that was asked for by name and only takes instructions is told to remove it.
    """
    if what and studio.prefers("instruct") and not studio.prefers("fill"):
        return instruct(studio, image, f"Remove {what} and continue the background behind it.", mask, seed)
    engine = studio.engine("fill")
    report = {"progress": studio.progress} if engine.name == "embedded" else {}
    seen = _seen(studio, engine, image)
    return _local(studio, engine, seen, engine.fill(seen, mask, _how(studio, seed), **report), mask)


def instruct(studio: Studio, image: Image, instruction: str, mask: Image | None, seed: int | None) -> Image:
    """The RGB picture after an instruction; `mask` limits it where the engine can, None lets everything move."""
    engine = studio.engine("instruct")
    limits = mask if mask is not None and not mask.getextrema()[0] else None
    seen = _seen(studio, engine, image)
    made = engine.instruct(seen, instruction, limits, _how(studio, seed))
    return _back(studio, engine, fitted(made, seen)) if mask is None else _local(studio, engine, seen, made, mask)


def restyle(studio: Studio, image: Image, style: str, seed: int | None) -> Image:
    """The whole RGB picture in another style, every thing where it was."""
    engine = studio.engine("restyle")
    seen = _seen(studio, engine, image)
    made = fitted(engine.restyle(seen, style, _how(studio, seed)), seen)
    if not drifts(engine):
        return made
    from tools.steadying import registered

    return _back(studio, engine, registered(studio, seen, made, PILImage.new("L", image.size, 255)))


def upscale(studio: Studio, image: Image, factor: float, seed: int | None) -> Image:
    """The whole RGB picture `factor` times as large, with the detail that a model adds."""
    made: Image = studio.engine("upscale").upscale(image, factor, _how(studio, seed))
    size = round(image.width * factor), round(image.height * factor)
    return made if made.size == size else made.resize(size, PILImage.Resampling.LANCZOS)


def generate(studio: Studio, prompt: str, size: tuple[int, int], seed: int | None) -> Image:
    """An RGB picture of `size` from words."""
    engine = studio.engine("generate")
    made = engine.generate(prompt, size, _how(studio, seed))
    return _back(studio, engine, fitted(made, PILImage.new("RGB", size)))


def _how(studio: Studio, seed: int | None) -> Sampling:
    """How the person wants the edit at work made, with its seed."""
    return studio.sampling.model_copy(update={"seed": seed})


def _local(studio: Studio, engine: Any, image: Image, made: Image, mask: Image) -> Image:
    made = fitted(made, image)
    if not drifts(engine):
        return made
    if getattr(engine, "keeps", False):  # softened edges would let the rim of what was there shine through
        return _back(studio, engine, made)
    from tools.steadying import steadied

    return _back(studio, engine, steadied(studio, image, made, mask))


def _seen(studio: Studio, engine: Any, image: Image) -> Image:
    """What a model sees of a picture with a profile: sRGB, where there is a way back to the picture's own numbers."""
    ways = both_ways(studio.icc) if studio.icc and drifts(engine) else None
    return ways[0].apply(image) if ways else image


def _back(studio: Studio, engine: Any, made: Image) -> Image:
    """A model's picture in the numbers of the picture it is for."""
    ways = both_ways(studio.icc) if studio.icc and drifts(engine) else None
    return ways[1].apply(made) if ways else made


def drifts(engine: Any) -> bool:
    """Whether an engine repaints the picture as a whole, so that what it leaves alone may move and change too."""
    return bool(getattr(engine, "drifts", False))


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
