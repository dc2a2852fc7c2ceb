"""What turned one picture into another, done to this one: a change of colours is learned from the pair and repeated.

Any other kind of change is refused, with the way to ask for it in words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

import numpy as np
from PIL import Image as PILImage
from PIL import ImageFilter
from pydantic import AliasChoices, Field

from tools import cube, oklab
from tools.errors import EditRejected
from tools.types import Digest, Example, Frame, Operation

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    from tools.oklab import Floats
    from tools.selection import Selection
    from tools.studio import Studio


class Analogy(Operation):
    """Do to this picture what turned one attached picture into another.

    example_before, example_after: the pair that shows the change.
    """

    op: Literal["analogy"] = "analogy"
    # The plain words are accepted too; `after` itself is a method of every operation.
    example_before: Annotated[Digest, Field(validation_alias=AliasChoices("example_before", "before"))]
    example_after: Annotated[Digest, Field(validation_alias=AliasChoices("example_after", "after"))]

    needs_colour: ClassVar[bool] = True
    examples: ClassVar[tuple[Example, ...]] = (
        Example("do to mine what was done from the first to the second",
                {"example_before": "a" * 64, "example_after": "b" * 64}),
        Example("apply that before-and-after edit here", {"example_before": "c" * 64, "example_after": "d" * 64}),
        Example("grade the sky like in this pair",
                {"example_before": "e" * 64, "example_after": "f" * 64, "region": {"phrase": "sky"}}),
    )  # fmt: skip

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        if not _regraded(self._pair(studio)):
            raise EditRejected(
                "The second picture differs from the first by more than its colours.",
                "Say in words what it has that the first has not.",
            )
        return self

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        return cube.mapped(image, _grade(*self._pair(studio)))

    def _pair(self, studio: Studio) -> tuple[Image, Image]:
        """Both example pictures, small."""
        pair = [studio.picture(digest).convert("RGB") for digest in (self.example_before, self.example_after)]
        size = min(256, *pair[0].size)
        same = pair[0].size == pair[1].size
        small = [picture.resize((size, size), PILImage.Resampling.BOX) for picture in pair]
        return (small[0], small[1]) if same else (small[0], pair[1])


def _regraded(pair: tuple[Image, Image]) -> bool:
    """True when the second shows the same as the first in other colours: its edges lie where the first's do."""
    if pair[0].size != pair[1].size:
        return False
    edges = [
        np.asarray(picture.convert("L").filter(ImageFilter.FIND_EDGES), np.float64)[2:-2, 2:-2] for picture in pair
    ]
    if not edges[0].size:
        return True  # too small to have edges: all it can show is a colour
    spread = [float(edge.std()) for edge in edges]
    if min(spread) < 1e-6:
        return max(spread) < 1e-6
    return float(np.corrcoef(edges[0].ravel(), edges[1].ravel())[0, 1]) > 0.6


def _grade(before: Image, after: Image) -> Callable[[Floats], Floats]:
    """The quadratic change of colour (OKLab) that fits the pair best, near the identity where it saw nothing."""
    ours, theirs = (oklab.oklab(np.asarray(picture, np.float32) / 255).reshape(-1, 3) for picture in (before, after))
    terms = _terms(ours)
    ridge = np.eye(terms.shape[1]) * 2.0
    fit = np.linalg.solve(terms.T @ terms + ridge, terms.T @ (theirs - ours)).astype(np.float32)

    def change(rgb: Floats) -> Floats:
        lab = oklab.oklab(rgb)
        shift = (_terms(lab.reshape(-1, 3)) @ fit).reshape(lab.shape)
        moved = lab + shift.astype(np.float32)
        moved[..., 0] = np.clip(moved[..., 0], 0, 1)
        return oklab.rgb(moved)

    return change


def _terms(lab: Floats) -> Floats:
    light, a, b = lab[:, 0], lab[:, 1], lab[:, 2]
    return np.stack(
        [np.ones_like(light), light, a, b, light * light, light * a, light * b, a * a, b * b, a * b], axis=1
    )
