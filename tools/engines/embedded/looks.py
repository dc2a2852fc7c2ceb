"""The classical looks by the words people use for them. It knows nothing of operations or models."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tools.oklab import Floats
    from tools.types import Frame

    Painter = Callable[[Floats, Frame, int], Floats]


@dataclass(frozen=True)
class Look:
    """A look: its name, where its function is, the other words for it, and the megapixels it is worth computing at.

    Painted looks have strokes wider than a pixel of a large photograph, so they are painted smaller and enlarged.
    """

    name: str
    module: str
    words: tuple[str, ...]
    megapixels: float = 100.0

    @property
    def paint(self) -> Painter:
        painter: Painter = getattr(import_module(f"tools.engines.embedded.{self.module}"), self.name.replace(" ", "_"))
        return painter


LOOKS = (
    Look("watercolor", "painted", ("watercolour", "water color", "water colour", "aquarelle", "gouache"), 2.5),
    Look("colored pencil", "painted", ("coloured pencil", "color pencil", "colour pencil", "crayon", "pastel"), 2.5),
    Look("pencil sketch", "painted", ("pencil", "sketch", "drawing", "graphite", "line art", "hand drawn"), 2.5),
    Look("charcoal", "painted", ("coal drawing",), 2.5),
    Look("oil painting", "painted", ("oil", "impressionist", "impressionism", "monet", "van gogh", "canvas", "acrylic",
                                     "painting", "painterly", "brush strokes"), 2.5),
    Look("cartoon", "painted", ("comic", "comic book", "cel shading", "cel shaded", "anime", "toon",
                                "illustration"), 3.0),
    Look("pop art", "tiled", ("poster", "warhol", "lichtenstein", "halftone"), 2.5),
    Look("pixel art", "tiled", ("8 bit", "8bit", "16 bit", "retro game", "pixelated", "minecraft")),
    Look("mosaic", "tiled", ("stained glass", "tiles", "tile")),
    Look("noir", "graded", ("film noir", "high contrast black and white", "dramatic black and white")),
    Look("black and white", "graded", ("black & white", "b&w", "bw", "b w", "monochrome", "grayscale", "greyscale",
                                       "gray scale")),
    Look("sepia", "graded", ("old photo", "old photograph", "antique", "daguerreotype", "western")),
    Look("cyanotype", "graded", ("blueprint", "prussian blue")),
    Look("vintage film", "graded", ("vintage", "retro", "film", "analog", "analogue", "polaroid", "kodak", "70s",
                                    "seventies", "faded", "nostalgic")),
    Look("cinematic", "graded", ("teal and orange", "movie", "hollywood", "blockbuster")),
    Look("dreamy", "graded", ("glow", "soft glow", "orton", "ethereal", "soft focus", "romantic")),
)  # fmt: skip


def look_of(style: str) -> Look | None:
    """The look that the words name: the longest name or synonym found as whole words; None if none is."""
    said = " ".join(re.sub(r"[^a-z0-9&]+", " ", style.lower()).split())
    found = [
        (len(words), look)
        for look in LOOKS
        for words in (look.name, *look.words)
        if re.search(rf"(?<![a-z0-9]){re.escape(words)}(?:s|ed|ish)?(?![a-z0-9])", said)
    ]
    return max(found, key=lambda pair: pair[0])[1] if found else None
