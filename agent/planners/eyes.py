"""A picture as a model gets to see it: small, in sRGB, as a JPEG without EXIF or profile, in a message's image block.

Only pixels leave: what a file knew besides them (place, time, camera) is not in the picture that comes in.
"""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

QUALITY = 88
_BEHIND = (128, 128, 128)  # what shows through a transparent picture


def image_block(image: Image, max_side_px: int) -> dict[str, Any]:
    """LangChain's standard block of `image` with no side over `max_side_px`; it is never enlarged."""
    return {
        "type": "image",
        "base64": base64.b64encode(jpeg(image, max_side_px)).decode(),
        "mime_type": "image/jpeg",
    }


def jpeg(image: Image, max_side_px: int) -> bytes:
    """The picture as JPEG bytes with no side over `max_side_px`."""
    from PIL import Image as PILImage

    scale = min(1.0, max_side_px / max(image.size))
    size = max(1, round(image.width * scale)), max(1, round(image.height * scale))
    small = image if size == image.size else image.resize(size, PILImage.Resampling.LANCZOS, reducing_gap=3.0)
    bare = PILImage.new("RGB", size, _BEHIND)
    bare.paste(small.convert("RGB"), mask=small.getchannel("A") if small.mode in ("LA", "RGBA") else None)
    written = io.BytesIO()
    bare.save(written, "JPEG", quality=QUALITY)
    return written.getvalue()
