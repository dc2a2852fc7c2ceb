"""The pictures that guide a model's shapes: as attached, or read off the photograph itself.

Edges (Canny 1986) are the only ones that can be read off here; a pose, a depth or a segmentation map has to be given.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image as PILImage

from tools.engines.diffusion.parts import CONTROLNET, guide, offered
from tools.errors import EditRejected

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

    from tools.engines.diffusion.family import Family
    from tools.models.shelf import Installed
    from tools.studio import Studio
    from tools.types import ControlKind


def drawn(studio: Studio, family: Family, parts: Sequence[Installed], image: Image | None) -> dict[ControlKind, Image]:
    """The controls of the edit at work, RGB, in the picture's own pixels. Raises EditRejected for one not given.

    One that the family or the installed `parts` can't be guided by is left out, and told with what mends it.
    """
    found: dict[ControlKind, Image] = {}
    for control in studio.controls:
        if left := _left_out(family, parts, control.kind):
            studio.note(left)
            continue
        if control.picture is not None:
            picture = studio.picture(control.picture).convert("RGB")
            found[control.kind] = picture if image is None else picture.resize(image.size, PILImage.Resampling.LANCZOS)
        elif control.kind == "canny" and image is not None:
            found[control.kind] = edges(image)
        else:
            raise EditRejected(f"A {control.kind} guide has to be given.", "Attach a picture of it.")
    return found


def _left_out(family: Family, parts: Sequence[Installed], kind: ControlKind) -> str:
    """Why a guide can't be followed, in one sentence; "" for one that can."""
    if guide(parts, kind) is not None:
        return ""
    entry = offered(family.name, CONTROLNET, guide=kind) if kind in family.controls else None
    if entry is None:
        return f"{family.name} takes no {kind} guide; it was left out"
    return f"the {kind} guide was left out; get what follows it: pentimento models pull {entry.name}"


def edges(image: Image) -> Image:
    """White edges on black, RGB; thresholds by the picture's own median."""
    import cv2

    gray = np.asarray(image.convert("L"))
    middle = float(np.median(gray))
    found = cv2.Canny(gray, max(10.0, 0.66 * middle), min(250.0, max(30.0, 1.33 * middle)))
    return PILImage.fromarray(np.asarray(found, np.uint8)).convert("RGB")
