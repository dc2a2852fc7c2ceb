"""Asking a server for a picture: what is sent, how often it is tried again, and what the receipt is told.

It knows the endpoints' forms, and nothing of HTTP itself or of why a picture is wanted.
"""

from __future__ import annotations

import io
import logging
import random
from collections.abc import Callable, Sequence
from time import monotonic, sleep
from typing import TYPE_CHECKING

from PIL import Image as PILImage

from tools.canvas import Layout
from tools.engines.remote.answer import picture_of
from tools.engines.remote.trouble import Trouble, of_error, of_reply
from tools.engines.remote.wire import POLL_S, Reply, Request, exchange
from tools.errors import Cancelled, ModelUnavailable

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.engines.remote.endpoint import Endpoint
    from tools.studio import Studio

LONGEST_WAIT_S = 60.0
_COARSE = 0.75  # canvas pixels for one of the picture's, from which the loss of detail is told
_USUAL_S = 20.0


def edited(endpoint: Endpoint, images: Sequence[Image], mask: Image | None, prompt: str, studio: Studio) -> Image:
    """The first of the RGB pictures after an edit, at its own size. `mask` (L): not 0 where it is to be edited.

    Raises ToolError, Cancelled.
    """
    image = images[0]
    layout = Layout.of(image.size, endpoint.canvases.of(image.size))
    if layout.scale < _COARSE:
        studio.note(f"made at {_size(layout.canvas)} and enlarged {1 / layout.scale:.1f} times")
    pictures = [layout.laid(image), *images[1:]]
    name = "image" if len(pictures) == 1 else "image[]"
    files = [(name, (f"image{number}.png", _png(one), "image/png")) for number, one in enumerate(pictures, 1)]
    if mask is not None:
        files.append(("mask", ("mask.png", _png(layout.masked(mask)), "image/png")))
    request = Request(endpoint.address("images/edits"), _fields(endpoint, prompt, layout), files)
    made = _made(endpoint, request, studio)
    _tell_size(made, layout, studio)
    seen = made if made.mode != "RGBA" else PILImage.alpha_composite(_under(layout, image, made), made)
    return layout.taken(seen.convert("RGB"))


def generated(endpoint: Endpoint, prompt: str, size: tuple[int, int], studio: Studio) -> Image:
    """A picture from words, `size` of it."""
    layout = Layout.of(size, endpoint.canvases.of(size))
    json = _fields(endpoint, prompt, layout) | {"n": 1}
    made = _made(endpoint, Request(endpoint.address("images/generations"), json=json), studio)
    _tell_size(made, layout, studio)
    if made.mode == "RGBA":
        made = PILImage.alpha_composite(PILImage.new("RGBA", made.size, "white"), made)
    return layout.taken(made.convert("RGB"))


def _under(layout: Layout, image: Image, made: Image) -> Image:
    """What shows through a transparent answer: the picture that was sent."""
    return layout.laid(image).resize(made.size).convert("RGBA")


def _fields(endpoint: Endpoint, prompt: str, layout: Layout) -> dict[str, str]:
    given = {"model": endpoint.model, "prompt": prompt, "size": "{}x{}".format(*layout.canvas), **endpoint.options}
    if endpoint.model.startswith("dall-e"):  # these alone would answer with an address elsewhere
        given.setdefault("response_format", "b64_json")
    return given


def _png(image: Image) -> bytes:
    """Pixels alone: no EXIF, no profile, no text."""
    clean = PILImage.frombytes(image.mode, image.size, image.tobytes())
    file = io.BytesIO()
    clean.save(file, "PNG", compress_level=4)
    return file.getvalue()


def _tell_size(made: Image, layout: Layout, studio: Studio) -> None:
    if made.size != layout.canvas:
        studio.note(f"the model returned {_size(made.size)} instead of {_size(layout.canvas)}; put back")


def _size(size: tuple[int, int]) -> str:
    return f"{size[0]} × {size[1]}"


def _made(endpoint: Endpoint, request: Request, studio: Studio) -> Image:
    reply = _tried(endpoint, request, studio)

    def get(url: str) -> Reply:
        return _tried(endpoint, Request(url), studio)

    return picture_of(reply, endpoint, get, studio.note)


def _tried(endpoint: Endpoint, request: Request, studio: Studio) -> Reply:
    """The reply to a request, repeated where it failed for a passing reason. Raises ToolError, Cancelled."""
    tried = 0
    while True:
        trouble = _once(endpoint, request, studio)
        if isinstance(trouble, Reply):
            return trouble
        logging.getLogger(__name__).info("%s: %s", endpoint.host, trouble.sentence)
        wait = endpoint.back_off_s * 2**tried * (1 + random.random() / 2) if trouble.wait_s is None else trouble.wait_s
        if not trouble.passing or tried >= endpoint.retries or wait > LONGEST_WAIT_S:
            raise trouble.error(endpoint.host)
        studio.note(f"asked again, since {trouble.sentence}")
        _pause(wait, studio.check)
        tried += 1


def _once(endpoint: Endpoint, request: Request, studio: Studio) -> Reply | Trouble:
    told = -1

    def watch(seconds: float) -> None:
        nonlocal told
        studio.check()
        if int(2 * seconds) > told:
            told = int(2 * seconds)
            studio.progress(seconds / (seconds + _USUAL_S), f"waiting for {endpoint.host}")

    try:
        reply = exchange(endpoint, request, watch)
    except (Cancelled, ModelUnavailable):
        raise
    except Exception as error:
        return of_error(error, endpoint)
    return reply if reply.status == 200 else of_reply(reply, endpoint)


def _pause(seconds: float, check: Callable[[], None]) -> None:
    end = monotonic() + seconds
    while (left := end - monotonic()) > 0:
        check()
        sleep(min(POLL_S, left))
