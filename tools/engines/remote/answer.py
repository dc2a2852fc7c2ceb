"""The picture in a server's answer: read with the same care as any file from a stranger.

It knows the answer's JSON; fetching what it points to is the caller's, and only from the same server.
"""

from __future__ import annotations

import base64
import binascii
import json
from typing import TYPE_CHECKING, Any

from tools.errors import PictureError, ToolError

if TYPE_CHECKING:
    from collections.abc import Callable

    from PIL.Image import Image

    from tools.engines.remote.endpoint import Endpoint
    from tools.engines.remote.wire import Reply

MAX_PIXELS = 40_000_000


def picture_of(reply: Reply, endpoint: Endpoint, get: Callable[[str], Reply], note: Callable[[str], None]) -> Image:
    """The RGB or RGBA picture of an answer, as b64_json, as a data: address or as one of the same server.

    Raises ToolError where there is none, with what is there instead.
    """
    entry = _entry(reply, endpoint)
    data = _bytes(entry, endpoint, get)
    from tools.photo import open_photo

    try:
        photo = open_photo(data, name="The model's picture", max_pixels=MAX_PIXELS)
    except PictureError as error:
        raise _bad(endpoint, f"what it sent is no sound picture: {error.message}") from error
    for told in photo.notes:
        note(f"the model's picture: {told}")
    return photo.image.convert("RGBA" if photo.image.mode in ("LA", "RGBA") else "RGB")


def _entry(reply: Reply, endpoint: Endpoint) -> dict[str, Any]:
    try:
        told: Any = json.loads(reply.body)
    except (ValueError, RecursionError) as error:
        kind = f" but {reply.kind}" if reply.kind and reply.kind != "application/json" else ""
        raise _bad(endpoint, f"its answer is no JSON{kind}.") from error
    entries = told.get("data") if isinstance(told, dict) else None
    if not isinstance(entries, list) or not entries or not isinstance(entries[0], dict):
        raise _bad(endpoint, "its answer holds no picture.")
    return entries[0]


def _bytes(entry: dict[str, Any], endpoint: Endpoint, get: Callable[[str], Reply]) -> bytes:
    url = entry.get("url")
    if isinstance(coded := entry.get("b64_json"), str):
        return _decoded(coded, endpoint)
    if not isinstance(url, str):
        raise _bad(endpoint, "its answer holds no picture.")
    if url.startswith("data:"):
        head, _, coded = url.partition(",")
        if not head.endswith(";base64"):
            raise _bad(endpoint, "its answer holds no picture.")
        return _decoded(coded, endpoint)
    if not endpoint.same_origin(url):
        raise _bad(
            endpoint,
            "it points to a picture on another server, which is not fetched.",
            'PENTIMENTO_REMOTE_OPTIONS=\'{"response_format": "b64_json"}\' asks for the picture itself.',
        )
    return get(url).body


def _decoded(coded: str, endpoint: Endpoint) -> bytes:
    try:
        return base64.b64decode("".join(coded.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise _bad(endpoint, "its picture is damaged on the way (no valid base64).") from error


def _bad(endpoint: Endpoint, what: str, hint: str = "Try again, or ask another model.") -> ToolError:
    return ToolError(f"{endpoint.host} made no picture: {what}", hint, "operator")
