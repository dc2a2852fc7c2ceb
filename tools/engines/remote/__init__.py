"""The remote engine: any server with OpenAI's images endpoints paints, and nothing it was not asked for is taken over.

It words what each skill asks of such a model, and sends pictures without EXIF, profile or name. Where it sends them,
and whether it may, it is told; it knows nothing of operations, settings or sessions.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tools.engines.remote.endpoint import Endpoint
from tools.types import Sampling

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PIL.Image import Image

    from tools.studio import Studio

__all__ = ["Endpoint", "Remote"]

_DEFAULT = Sampling()
_KEEP = "Leave everything else exactly as it is: same framing, same size, same colours."
_FILL = "Remove what is in the masked area and continue what lies behind it, as if nothing had ever been there."
_PAINT = "Paint this in the masked area, lit and focused as the photograph around it: {}."
_RESTYLE = "Show this very picture in another look: {}. Keep every thing and its place; change no framing."


@dataclass(frozen=True)
class Remote:
    """Offers all but `upscale`. `permit` raises where no picture may leave this machine for the endpoint's host."""

    endpoint: Endpoint
    permit: Callable[[], None] = lambda: None
    studio: Studio | None = None

    name = "remote"
    skills = frozenset({"fill", "paint", "instruct", "restyle", "generate"})
    drifts = True
    takes_references = True

    @property
    def model(self) -> str:
        return self.endpoint.model

    def versions(self) -> dict[str, str]:
        """What decides its pixels is elsewhere; the libraries here only carry them."""
        from tools.engines.remote.wire import client_version

        return {"httpx2": client_version(), "host": self.endpoint.host}

    def working_for(self, studio: Studio) -> Remote:
        return replace(self, studio=studio)

    def ready(self, skill: str) -> None:
        """Raises ModelUnavailable where a library is missing, and what `permit` raises."""
        from tools.engines.remote.wire import need_client

        need_client()
        if skill != "generate":  # only words leave for that
            self.permit()

    def fill(self, image: Image, mask: Image, sampling: Sampling = _DEFAULT) -> Image:
        """An RGB picture of the same size, made anew where `mask` (L) is not 0, and perhaps elsewhere too."""
        return self._edited([image], mask, f"{_FILL} {_KEEP}", sampling)

    def paint(
        self,
        image: Image,
        mask: Image,
        prompt: str,
        sampling: Sampling = _DEFAULT,
        references: Sequence[Image] = (),
    ) -> Image:
        """`prompt` painted where `mask` is not 0; `references` show what is meant by it."""
        return self._edited([image, *references], mask, f"{_PAINT.format(prompt.rstrip('.'))} {_KEEP}", sampling)

    def instruct(
        self,
        image: Image,
        instruction: str,
        mask: Image | None = None,
        sampling: Sampling = _DEFAULT,
        references: Sequence[Image] = (),
    ) -> Image:
        """The picture after an instruction, which `mask` limits to a part of it."""
        words = instruction if mask is None else f"{instruction} {_KEEP}"
        return self._edited([image, *references], mask, words, sampling)

    def restyle(self, image: Image, prompt: str, sampling: Sampling = _DEFAULT) -> Image:
        return self._edited([image], None, _RESTYLE.format(prompt.rstrip(".")), sampling)

    def generate(self, prompt: str, size: tuple[int, int], sampling: Sampling = _DEFAULT) -> Image:
        """A picture of `size` from words."""
        from tools.engines.remote.asking import generated

        self.ready("generate")
        self._tell_left_out(sampling)
        return generated(self.endpoint, prompt, size, self._studio)

    def _edited(self, images: Sequence[Image], mask: Image | None, prompt: str, sampling: Sampling) -> Image:
        from tools.engines.remote.asking import edited

        self.ready("instruct")
        self._tell_left_out(sampling)
        return edited(self.endpoint, images, mask, prompt, self._studio)

    def _tell_left_out(self, sampling: Sampling) -> None:
        """Such endpoints have no fields for these; what one server takes is set by the endpoint's `options`."""
        given = sampling.model_dump(exclude_none=True, exclude={"seed"})
        if given:
            self._studio.note(f"{', '.join(given).replace('_', ' ')}: not sent, the server takes no such number")

    @property
    def _studio(self) -> Studio:
        if self.studio is not None:
            return self.studio
        from tools.studio import Studio

        return Studio(engines=[self])
