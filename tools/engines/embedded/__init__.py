"""The engine that is always there: classical image processing, no model, no network.

It knows nothing of operations; it offers skills on RGB pictures and says which libraries decide its pixels.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tools.engines.libraries import library_versions
from tools.types import Sampling

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

_DEFAULT = Sampling()


class Embedded:
    """Offers `fill`: what may lie behind a hole, continued from around it."""

    name = "embedded"
    skills = frozenset({"fill"})

    def versions(self) -> dict[str, str]:
        return library_versions()

    def fill(
        self,
        image: Image,
        mask: Image,
        sampling: Sampling = _DEFAULT,
        progress: Callable[[float, str], None] = lambda fraction, label: None,
    ) -> Image:
        """An RGB picture with the pixels where `mask` (L, same size) is not 0 made anew; all others are kept.

        `progress` is called between stages and may raise to stop. Raises EditRejected when nothing is left to go by.
        """
        from tools.engines.embedded.fill import filled

        return filled(image, mask, sampling.seed or 0, progress)
