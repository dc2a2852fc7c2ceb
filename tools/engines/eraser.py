"""Erasing on the processor with LaMa: what is around a hole is continued into it. No torch, no words, no chance.

The network works at 512 × 512. So that a hole in a large photograph is not filled with a blur, each hole is shown with
its own surroundings, at the photograph's own pixels where it is small enough, and everything outside comes back as it
was, to the bit. It knows no operation. Source: Suvorov et al., Resolution-robust Large Mask Inpainting with Fourier
Convolutions, WACV 2022.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from PIL import Image as PILImage

from tools.canvas import Layout
from tools.engines.libraries import library_versions
from tools.errors import ModelUnavailable
from tools.network import Network, Wanted, need_opencv, network
from tools.types import Sampling

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.engines.options import Options
    from tools.models.catalog import Entry
    from tools.models.shelf import Installed, Shelf
    from tools.studio import Studio

FAMILIES = ("lama",)
SIDE_PX = 512
WANTED = Wanted(
    {"image": (1, 3, SIDE_PX, SIDE_PX), "mask": (1, 1, SIDE_PX, SIDE_PX)}, {"output": (1, 3, SIDE_PX, SIDE_PX)}
)
AROUND = 2.0  # the side of what is shown of the picture, for one of the hole's
MOST_RUNS = 24  # of the network for one fill; with more pieces, larger ones are shown at once
MOST_HOLES = 500  # with more, the whole is cut into pieces along a grid
COARSE = 0.75  # network pixels for one of the picture's, from which the loss of detail is told
_DEFAULT = Sampling()
Pixels = tuple[int, int, int, int]
Mask = NDArray[np.bool_]


def of(model: Installed, entry: Entry | None, shelf: Shelf, options: Options) -> Eraser | None:
    """The engine for a pulled model; None for one of another family."""
    return Eraser(model) if entry is not None and entry.family in FAMILIES else None


@dataclass(frozen=True)
class Eraser:
    """One model that fills holes."""

    installed: Installed
    studio: Studio | None = None

    family = "lama"
    skills = frozenset({"fill"})
    drifts = True  # a model: it is shown sRGB, and no first look waits for it
    keeps = True  # but it never touches what lies outside a hole

    @property
    def name(self) -> str:
        return self.installed.name

    @property
    def model(self) -> str:
        """Repository and commit; from a folder, what its files hash to."""
        return self.installed.origin

    def versions(self) -> dict[str, str]:
        """The libraries that decide its pixels."""
        return library_versions()

    def working_for(self, studio: Studio) -> Eraser:
        return replace(self, studio=studio)

    def ready(self, skill: str) -> None:
        """Raises ModelUnavailable where a file is missing or OpenCV is too old, before anything is looked for."""
        if gone := self.installed.missing():
            raise ModelUnavailable(
                f"The model {self.name} is damaged ({gone[0]}).", f"Mend it: pentimento models pull {self.name}", skill
            )
        need_opencv(self.name)

    def fill(self, image: Image, mask: Image, sampling: Sampling = _DEFAULT) -> Image:
        """An RGB picture of the same size, continued where `mask` (L) is not 0; the rest is the very same pixels.

        Nothing is left to chance, so the seed of `sampling` makes no difference. Raises ToolError, Cancelled.
        """
        self.ready("fill")
        studio = self._working_for
        studio.progress(0.0, f"loading {self.name}")
        lama = network(self.installed.path, WANTED, self.name)
        studio.device, studio.dtype = "cpu", "float32"
        pixels, open_ = np.array(image), np.asarray(mask) > 0
        windows = holes(open_)
        for number, (part, box) in enumerate(windows):
            studio.progress(number / len(windows), f"{self.name}: hole {number + 1} of {len(windows)}")
            left, top, right, bottom = box
            here = np.s_[top:bottom, left:right]
            todo = part[here] & open_[here]
            pixels[here][todo] = self._filled(lama, studio, pixels[here], open_[here])[todo]
            open_ &= ~part  # the next hole sees this one filled
        studio.progress(1.0)
        return PILImage.fromarray(pixels)

    def _filled(self, lama: Network, studio: Studio, pixels: NDArray[np.uint8], open_: Mask) -> NDArray[np.uint8]:
        """A piece of the picture (height × width × 3) after one run of the network on its canvas."""
        piece = PILImage.fromarray(np.ascontiguousarray(pixels))
        layout = Layout.of(piece.size, (SIDE_PX, SIDE_PX))
        if layout.scale < COARSE:
            studio.note(f"made at {SIDE_PX} × {SIDE_PX} and enlarged {1 / layout.scale:.1f} times")
        canvas = np.asarray(layout.laid(piece)).astype(np.float32) / np.float32(255)
        hole = _hole_on(layout, PILImage.fromarray(np.uint8(255) * open_))
        # Trained on RGB from 0 to 1; OpenCV's own sample hands it BGR, which it merely puts up with.
        told = lama.run({"image": canvas.transpose(2, 0, 1)[None], "mask": hole[None, None].astype(np.float32)})
        made = np.rint(np.clip(told["output"][0].transpose(1, 2, 0), 0, 255)).astype(np.uint8)
        return np.asarray(layout.taken(PILImage.fromarray(made)))

    @property
    def _working_for(self) -> Studio:
        if self.studio is not None:
            return self.studio
        from tools.studio import Studio

        return Studio(engines=[self])


def _hole_on(layout: Layout, mask: Image) -> Mask:
    """The hole on the canvas, and its mirror image beside it: what is to go is seen nowhere."""
    mirrored = np.asarray(layout.laid(mask.convert("RGB")))[..., 0] > 16  # above what resampling rings
    whole: Mask = mirrored | (np.asarray(layout.laid_mask(mask)) > 0)
    return whole


def holes(mask: Mask) -> list[tuple[Mask, Pixels]]:
    """The holes of a mask, each with the part of the picture that is shown for it; small ones come first.

    One that is long and thin falls into pieces, so that none is seen from too far away; those that lie well inside the
    part that is shown for another are filled along with that one.
    """
    found, cell = _grouped(mask, _separate(mask)), SIDE_PX // 2
    while len(found) > MOST_RUNS:
        found, cell = _grouped(mask, _gridded(mask, (0, 0, mask.shape[1], mask.shape[0]), cell)), 2 * cell
    return found


def _grouped(mask: Mask, boxes: list[Pixels]) -> list[tuple[Mask, Pixels]]:
    left = sorted(boxes, key=lambda box: (box[0] - box[2]) * (box[3] - box[1]))
    found: list[tuple[Mask, Pixels]] = []
    while left:
        shown = window(left[0], mask.shape)
        together = [left[0], *(box for box in left[1:] if _inside(box, shown, mask.shape))]
        part = np.zeros(mask.shape, bool)
        for x0, y0, x1, y1 in together:
            part[y0:y1, x0:x1] = mask[y0:y1, x0:x1]
        found.append((part, shown))
        left = [box for box in left if box not in together]
    return found[::-1]


def _separate(mask: Mask) -> list[Pixels]:
    """A box around each hole, and several along one that is much longer than it is thick."""
    import cv2

    solid = mask.astype(np.uint8)
    _, _, stats, _ = cv2.connectedComponentsWithStats(solid, connectivity=8)
    depth = cv2.distanceTransform(np.pad(solid, 1), cv2.DIST_L2, 3)[1:-1, 1:-1]
    found: list[Pixels] = []
    for x, y, w, h, _ in stats[1 : MOST_HOLES + 1].tolist():
        thick = 2 * float(depth[y : y + h, x : x + w].max())
        found += _gridded(mask, (x, y, x + w, y + h), max(SIDE_PX // 2, round(AROUND * thick)))
    return found if len(stats) <= MOST_HOLES else _gridded(mask, (0, 0, mask.shape[1], mask.shape[0]), SIDE_PX // 2)


def _gridded(mask: Mask, box: Pixels, step_px: int) -> list[Pixels]:
    """What of a mask lies in a box, in tight boxes of about `step_px`."""
    left, top, right, bottom = box
    across, down = (max(1, round(length / step_px)) for length in (right - left, bottom - top))
    columns, rows = np.linspace(left, right, across + 1, dtype=int), np.linspace(top, bottom, down + 1, dtype=int)
    cells = [(int(x0), int(y0), int(x1), int(y1)) for y0, y1 in pairwise(rows) for x0, x1 in pairwise(columns)]
    return [_tight(mask, one) for one in cells if mask[one[1] : one[3], one[0] : one[2]].any()]


def window(box: Pixels, shape: tuple[int, ...]) -> Pixels:
    """What is shown around a hole's box: a square around its middle, moved and cut to fit into the picture."""
    (left, top, right, bottom), (height, width) = box, shape[:2]
    side = max(SIDE_PX, round(AROUND * max(right - left, bottom - top)))
    across, down = min(side, width), min(side, height)
    x = min(max((left + right - across) // 2, 0), width - across)
    y = min(max((top + bottom - down) // 2, 0), height - down)
    return x, y, x + across, y + down


def _inside(box: Pixels, shown: Pixels, shape: tuple[int, ...]) -> bool:
    """Whether a box lies in what is shown, an eighth of its side from any edge that is not the picture's own."""
    height, width = shape[:2]
    edges = (0, 0, width, height)
    margin = (shown[2] - shown[0]) // 8
    inner = [
        at if at == edge else at + (margin if number < 2 else -margin)
        for number, (at, edge) in enumerate(zip(shown, edges, strict=True))
    ]
    return box[0] >= inner[0] and box[1] >= inner[1] and box[2] <= inner[2] and box[3] <= inner[3]


def _tight(mask: Mask, box: Pixels) -> Pixels:
    """The box around what of a mask lies in a box; there has to be something."""
    x, y = box[:2]
    inside = mask[y : box[3], x : box[2]]
    rows, columns = np.flatnonzero(inside.any(1)), np.flatnonzero(inside.any(0))
    return x + int(columns[0]), y + int(rows[0]), x + int(columns[-1]) + 1, y + int(rows[-1]) + 1
