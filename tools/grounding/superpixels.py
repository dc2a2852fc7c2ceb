"""A small view cut into a few hundred patches of one colour each, and which patches touch.

Source: Achanta et al., SLIC superpixels, PAMI 2012 (OpenCV's implementation). It knows nothing of objects.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tools.grounding.view import Floats, View

PATCHES = 350


@dataclass(frozen=True, eq=False)
class Patches:
    """`labels` height × width; per patch its mean `colour` (Lab), `centre` (y, x as fractions), `size` in pixels.

    `pairs` (n × 2) are the patches that touch, `step` (n) the mean strength of the edge between them (Lab units) and
    `shared` (n) the length of their border; `rim` (patches) is how many pixels of the picture's border each one has.
    """

    labels: NDArray[np.int32]
    colour: Floats
    centre: Floats
    size: Floats
    pairs: NDArray[np.int64]
    step: Floats
    shared: Floats
    rim: Floats

    @property
    def count(self) -> int:
        return len(self.size)


@lru_cache(maxsize=2)
def patches_of(view: View) -> Patches:
    """The patches of a view; kept, since a view is."""
    labels = _labels(view)
    count = int(labels.max()) + 1
    flat = labels.ravel()
    size = np.bincount(flat, minlength=count).astype(np.float32)
    height, width = labels.shape
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)

    def mean(values: Floats) -> Floats:
        return (np.bincount(flat, values.ravel(), minlength=count) / size).astype(np.float32)

    colour = np.stack([mean(view.lab[..., i]) for i in range(3)], 1)
    centre = np.stack([mean((y + 0.5) / height), mean((x + 0.5) / width)], 1)
    rim = np.concatenate([labels[0], labels[-1], labels[:, 0], labels[:, -1]])
    return Patches(
        labels, colour, centre, size, *_borders(labels, view), np.bincount(rim, minlength=count).astype(np.float32)
    )


def _labels(view: View) -> NDArray[np.int32]:
    import cv2

    height, width = view.shape
    region = max(3, round((height * width / PATCHES) ** 0.5))
    if min(height, width) < 8:
        return np.zeros((height, width), np.int32)
    eight_bit = cv2.cvtColor(cv2.GaussianBlur(view.rgb, (3, 3), 0), cv2.COLOR_RGB2LAB)
    slic = cv2.ximgproc.createSuperpixelSLIC(eight_bit, cv2.ximgproc.SLIC, region, 14.0)
    slic.iterate(8)
    slic.enforceLabelConnectivity(20)
    _, labels = np.unique(slic.getLabels(), return_inverse=True)
    return labels.reshape(height, width).astype(np.int32)


def _borders(labels: NDArray[np.int32], view: View) -> tuple[NDArray[np.int64], Floats, Floats]:
    """Touching pairs, the mean colour step across their border, and its length."""
    import cv2

    lab = cv2.GaussianBlur(view.lab, (0, 0), 1.0)
    count = int(labels.max()) + 1
    keys, steps = [], []
    for axis in (0, 1):
        a, b = (labels[:-1], labels[1:]) if axis == 0 else (labels[:, :-1], labels[:, 1:])
        # Two pixels each way: an edge in a photograph is rarely one pixel wide.
        shift = np.roll(lab, -2, axis) - np.roll(lab, 1, axis)
        step = np.linalg.norm(shift[:-1] if axis == 0 else shift[:, :-1], axis=2)
        differ = a != b
        low, high = np.minimum(a, b)[differ], np.maximum(a, b)[differ]
        keys.append(low.astype(np.int64) * count + high)
        steps.append(step[differ])
    unique, inverse, shared = np.unique(np.concatenate(keys), return_inverse=True, return_counts=True)
    mean = np.bincount(inverse, np.concatenate(steps), minlength=len(unique)) / np.maximum(shared, 1)
    return np.stack([unique // count, unique % count], 1), mean.astype(np.float32), shared.astype(np.float32)
