"""Other colours for what is there: an object repainted, or a whole picture's palette taken over from another.

Arrays are float32 RGB in [0, 1]. Both changes are functions of a pixel's colour alone, with statistics measured before.
It knows nothing of operations or places.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from tools import oklab
from tools.oklab import Floats

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_GRAY = 0.035  # OKLab chroma under which an object has no colour of its own


@dataclass(frozen=True)
class Paint:
    """What an object is painted with now: the lightness, chroma and hue (radians) of its body, in OKLab."""

    lightness: float
    chroma: float
    hue: float

    @classmethod
    def of(cls, rgb: Floats, weights: NDArray[np.bool_]) -> Paint:
        """Measured where `weights` is true: the median of the more colourful half, so highlights do not dilute it."""
        lab = oklab.oklab(rgb[weights][None])[0]
        chroma = np.hypot(lab[:, 1], lab[:, 2])
        body = lab[chroma >= np.median(chroma)] if np.median(chroma) > _GRAY else lab
        a, b = float(np.median(body[:, 1])), float(np.median(body[:, 2]))
        return cls(float(np.median(body[:, 0])), float(np.hypot(a, b)), float(np.arctan2(b, a)))

    @property
    def gray(self) -> bool:
        return self.chroma < _GRAY

    def share(self, lab: Floats) -> Floats:
        """How much of each pixel is painted body, 0 … 1; the rest is a highlight or something else in the mask."""
        lightness, chroma = lab[..., 0], np.hypot(lab[..., 1], lab[..., 2])
        if self.gray:
            # A gray body's highlights only show by being brighter than it; other colours on it are not the body.
            shine = np.clip((lightness - self.lightness - 0.1) / max(1.05 - self.lightness, 0.2), 0, 1)
            return (1 - 0.7 * shine) * np.exp(-((chroma / 0.12) ** 4))
        turn = np.angle(np.exp(1j * (np.arctan2(lab[..., 2], lab[..., 1]) - self.hue)))
        full = chroma * self.lightness / (self.chroma * np.maximum(lightness, 0.05))
        same_hue = np.exp(-((turn / np.radians(55)) ** 4))
        share: Floats = (np.clip(full * 1.15, 0, 1) * same_hue).astype(np.float32)
        return share


def repainted(rgb: Floats, now: Paint, target: tuple[int, int, int]) -> Floats:
    """The body's colour becomes `target` (sRGB bytes). Shading scales lightness and chroma, highlights stay white."""
    goal = oklab.oklab(np.array([[target]], np.float32) / 255)[0, 0]
    # Nothing real is as black as 0 or as white as 1: it would have no shading left to show.
    light = float(np.clip(goal[0], 0.2, 0.94))
    factor = float(np.clip(light / max(now.lightness, 0.05), 0.3, 2.4))
    lab = oklab.oklab(rgb)
    share = now.share(lab)
    shaded = lab[..., 0] * factor
    # Brighter than white is rolled off, so that a light coat of paint still has form.
    knee = 0.82
    over = np.maximum(shaded - knee, 0) / (1 - knee)
    body = np.minimum(shaded, knee) + (1 - knee) * over / (1 + over * 0.75)
    depth = np.minimum(body / light, 1.35)  # chroma follows shading
    new = lab.copy()
    new[..., 0] = lab[..., 0] + share * (body - lab[..., 0])
    new[..., 1] = lab[..., 1] * (1 - share) + share * goal[1] * depth
    new[..., 2] = lab[..., 2] * (1 - share) + share * goal[2] * depth
    if not now.gray:
        # What is left of the old paint in half-covered pixels would show as a rim.
        along = np.array([np.cos(now.hue), np.sin(now.hue)], np.float32)
        rest = np.maximum((lab[..., 1:] @ along), 0) * (1 - share) * np.clip(share * 3, 0, 1)
        new[..., 1:] -= rest[..., None] * along
    return oklab.rgb(new)


def palette_change(source: Floats, reference: Floats) -> Callable[[Floats], Floats]:
    """The change that gives `source` colours (n, 3) the tones and the palette of `reference` ones.

    Lightness by quantiles, with limited slope and shift; chroma by the linear Monge–Kantorovich map (Pitié and Kokaram
    2007), which moves mean and covariance with the least change.
    """
    ours, theirs = (oklab.oklab(np.ascontiguousarray(rgb[None], np.float32))[0] for rgb in (source, reference))
    steps = np.linspace(0.01, 0.99, 33)
    at = np.quantile(ours[:, 0], steps)
    to = at + np.clip(np.quantile(theirs[:, 0], steps) - at, -0.22, 0.22)
    slope = np.clip(np.diff(to) / np.maximum(np.diff(at), 1e-4), 0.45, 2.0)
    middle = len(steps) // 2
    rise = np.concatenate([[0], np.cumsum(slope * np.diff(at))])
    curve = rise - rise[middle] + to[middle]
    move = _transport(_spread(ours), _spread(theirs))
    centre, goal = ours[:, 1:].mean(axis=0), theirs[:, 1:].mean(axis=0)

    def change(rgb: Floats) -> Floats:
        lab = oklab.oklab(rgb)
        light = lab[..., 0]
        ends = np.interp(
            light, np.concatenate([[0], at, [1]]), np.concatenate([[max(0, curve[0] - at[0])], curve, [1]])
        )
        new = lab.copy()
        new[..., 0] = np.clip(ends, 0, 1)
        # Near black and white there is no room for colour, so the shift fades out.
        room = np.clip(np.minimum(light, 1 - light) * 6, 0, 1)[..., None]
        moved = (lab[..., 1:] - centre) @ move.T + goal
        new[..., 1:] += (moved - lab[..., 1:]) * room
        return oklab.rgb(new.astype(np.float32))

    return change


def _spread(lab: Floats) -> Floats:
    return np.cov(lab[:, 1:], rowvar=False) + np.eye(2) * 2e-5


def _transport(ours: Floats, theirs: Floats) -> Floats:
    """The symmetric matrix T with T·ours·T = theirs, its stretch limited to 2.5."""
    root = _power(ours, 0.5)
    inverse = _power(ours, -0.5)
    move = inverse @ _power(root @ theirs @ root, 0.5) @ inverse
    values, vectors = np.linalg.eigh(move)
    limited: Floats = (vectors * np.clip(values, 0.3, 2.5)) @ vectors.T
    return limited


def _power(matrix: Floats, exponent: float) -> Floats:
    values, vectors = np.linalg.eigh(matrix)
    powered: Floats = (vectors * np.maximum(values, 1e-9) ** exponent) @ vectors.T
    return powered
