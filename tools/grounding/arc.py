"""The outline of round things made whole: an ellipse that most of an outline follows also holds for the rest of it.

Plates, cups, wheels, balls and lamps are ellipses in a photograph. Where a mask follows one most of the way around, a
stretch that leaves it is a mistake if the photograph has an edge along the ellipse there: a highlight cut the rim off,
or a shadow of the same hue was taken along. Without such an edge something lies across, and the mask stays as it is.
Source of the fit: Fitzgibbon, Pilu and Fisher, Direct Least Square Fitting of Ellipses, PAMI 1999, in a RANSAC loop.
Knows nothing of colours, words, or how the mask came about.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tools.grounding.view import Floats, Mask, View

_SMALLEST_PX = 24.0  # shorter axes are too few pixels to tell a circle from a square
_FOLLOWED = 0.55  # share of the ellipse that the outline has to follow
_TRIES = 160
_SPOTS = 360  # places along the ellipse
_STEP = 12.0  # the least colour step (Lab) across an edge
_DEEP = 0.14  # how far from the ellipse mistakes are mended, in short half-axes


@dataclass(frozen=True)
class Ellipse:
    """Centre and half-axes in pixels (pixel centres at whole numbers), turn in radians from the x axis."""

    x: float
    y: float
    a: float
    b: float
    turn: float

    def along(self, grow_px: float = 0.0) -> Floats:
        """`_SPOTS` points (x, y) on it, evenly by angle, moved outwards along the normal by `grow_px`."""
        angle = np.linspace(0, 2 * np.pi, _SPOTS, endpoint=False)
        cos, sin = np.cos(angle), np.sin(angle)
        normal = np.stack([self.b * cos, self.a * sin], 1)
        normal /= np.linalg.norm(normal, axis=1, keepdims=True)
        flat = np.stack([self.a * cos, self.b * sin], 1) + grow_px * normal
        c, s = np.cos(self.turn), np.sin(self.turn)
        return np.asarray(flat @ np.array([[c, s], [-s, c]]) + (self.x, self.y))

    def distance(self, points: Floats) -> tuple[Floats, NDArray[np.int64]]:
        """Roughly how far outside (negative: inside) each point (…, 2) lies, in pixels, and the place it is next to."""
        c, s = np.cos(self.turn), np.sin(self.turn)
        flat = (points - (self.x, self.y)) @ np.array([[c, -s], [s, c]])
        u, v = flat[..., 0] / self.a, flat[..., 1] / self.b
        radius = np.sqrt(u * u + v * v) + 1e-9
        # Sampson's distance: the ellipse's equation over the length of its gradient.
        slope = np.hypot(u / self.a, v / self.b) / radius + 1e-9
        spot = np.round(np.arctan2(v, u) / (2 * np.pi) * _SPOTS).astype(np.int64) % _SPOTS
        return (radius - 1) / slope, spot


def rounded(view: View, mask: Mask) -> Mask:
    """The mask with its stray stretches put back onto the ellipse that the rest follows; unchanged if there is none."""
    ellipse = ellipse_of(mask)
    if ellipse is None:
        return mask
    ellipse = snapped(view, ellipse)
    wide = min(ellipse.a, ellipse.b) * _DEEP
    y, x = _window(ellipse, 2 * wide, mask.shape)
    part = mask[y, x]
    grid = np.stack(np.meshgrid(np.arange(x.start, x.stop), np.arange(y.start, y.stop)), -1)
    far, spot = ellipse.distance(grid.astype(float))
    edge = bounded(view, ellipse)
    near = np.abs(far) < wide
    stray = _deep(part & (far > 0.5), far) & near & edge[spot]
    gap = _deep(~part & (far < -0.5), -far) & near & _bridged(edge)[spot]
    against = ~part & (np.abs(far) < 2 * wide) & ((far > 1) | ~edge[spot])
    out = mask.copy()
    out[y, x] = (part & ~stray) | _alike(view.lab[y, x], gap, part & near & (far < 0), against)
    return out if 0.8 < out.sum() / mask.sum() < 1.25 else mask


def _window(ellipse: Ellipse, grow_px: float, shape: tuple[int, ...]) -> tuple[slice, slice]:
    """Rows and columns that hold the ellipse and `grow_px` around it."""
    reach = ellipse.along(grow_px)
    (x0, y0), (x1, y1) = np.floor(reach.min(0)).astype(int), np.ceil(reach.max(0)).astype(int) + 1
    return slice(max(0, y0), min(shape[0], y1)), slice(max(0, x0), min(shape[1], x1))


def _deep(stretch: Mask, far: Floats, least_px: float = 2.0) -> Mask:
    """The parts that reach at least `least_px` away: the ellipse is no better than the mask for less."""
    import cv2

    _, labels = cv2.connectedComponents(stretch.astype(np.uint8), connectivity=4)
    kept: Mask = np.isin(labels, np.unique(labels[stretch & (far > least_px)]))
    return kept & stretch


def _alike(lab: Floats, gap: Mask, own: Mask, against: Mask) -> Mask:
    """What of the gap has the colours of the thing's own rim rather than those beside it; thin highlights included."""
    import cv2

    if not gap.any() or not own.any():
        return np.zeros_like(gap)
    cells = (np.clip(lab / (100, 128, 128) + (0, 0.5, 0.5), 0, 0.999) * (12, 24, 24)).astype(np.int64)
    bins = np.asarray(cells @ np.array([576, 24, 1]))
    ours = np.bincount(bins[own], minlength=6912) / own.sum()
    others = np.bincount(bins[against], minlength=6912) / max(int(against.sum()), 1)
    likely = np.where(gap, (ours / (ours + others + 1e-9))[bins], 0.5)
    like = gap & (cv2.GaussianBlur(likely, (0, 0), 0.8) > 0.5)
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (7, 7))
    closed = cv2.morphologyEx((like | own).astype(np.uint8), cv2.MORPH_CLOSE, kernel) > 0
    found: Mask = closed & gap
    return found


def bounded(view: View, ellipse: Ellipse) -> NDArray[np.bool_]:
    """For every place along the ellipse: whether the photograph has an edge there, along the ellipse."""
    reach = _offsets(2.0)
    return _most(_climb(view, ellipse, reach).max(1) > _STEP, 5)


def snapped(view: View, ellipse: Ellipse) -> Ellipse:
    """The ellipse moved, stretched and turned by a few pixels to where the photograph has an edge all along it.

    Every place has a vote, however strong its edge: a highlight beside the rim counts no more than the rim.
    """

    def held(trial: Ellipse) -> float:
        return float(np.minimum(_climb(view, trial, np.zeros(1)), 1.5 * _STEP).mean())

    best = held(ellipse)
    for step in (2.0, 1.0, 0.5, 0.25, 0.25):
        turn = step / max(ellipse.a, ellipse.b)
        for name, by in (("x", step), ("y", step), ("a", step), ("b", step), ("turn", turn)):
            for change in (by, -by):
                trial = replace(ellipse, **{name: getattr(ellipse, name) + change})
                if (value := held(trial)) > best:
                    best, ellipse = value, trial
    return ellipse


def _offsets(reach_px: float) -> Floats:
    return np.arange(-reach_px, reach_px + 0.25, 0.5)


def _climb(view: View, ellipse: Ellipse, reach: Floats) -> Floats:
    """Colour steps (Lab) across the ellipse, places × offsets: averaged along it, so that texture cancels out."""
    import cv2

    def at(offsets: Floats) -> Floats:
        strip = np.stack([_sampled(view.lab, ellipse.along(d)) for d in offsets], 1)
        around = np.concatenate([strip[-8:], strip, strip[:8]])
        averaged: Floats = cv2.GaussianBlur(around, (1, 15), sigmaX=0.1, sigmaY=2.5)[8:-8]
        return averaged

    return np.asarray(np.linalg.norm(at(reach + 1.25) - at(reach - 1.25), axis=2))


def _bridged(there: NDArray[np.bool_], width: int = 21) -> NDArray[np.bool_]:
    """With short breaks closed: what an edge leads up to on both sides."""
    turned = np.concatenate([there[-width:], there, there[:width]])
    grown = np.convolve(turned, np.ones(width), "same") > 0
    return np.asarray(np.convolve(~grown, np.ones(width), "same")[width:-width] < 0.5)


def _most(there: NDArray[np.bool_], width: int) -> NDArray[np.bool_]:
    """Places most of whose neighbours hold, around the circle."""
    turned = np.concatenate([there[-width:], there, there[:width]]).astype(float)
    return np.asarray(np.convolve(turned, np.ones(width) / width, "same")[width:-width] > 0.6)


def _sampled(values: Floats, points: Floats) -> Floats:
    import cv2

    x, y = (np.ascontiguousarray(side, np.float32)[None] for side in points.T)
    found: Floats = cv2.remap(values, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)[0]
    return found


def ellipse_of(mask: Mask) -> Ellipse | None:
    """The ellipse that most of the mask's outer outline follows; the same one for the same mask."""
    points = _outline(mask)
    if len(points) < 60:
        return None
    near = max(1.0, 0.002 * len(points))
    points = points[:: max(1, len(points) // 400)]
    random = np.random.default_rng(7)
    best, most = None, _FOLLOWED
    for _ in range(_TRIES):
        chosen = points[random.choice(len(points), 6, replace=False)]
        ellipse = _fitted(chosen, points)
        if ellipse is not None and (share := _followed(ellipse, points, near)) > most:
            best, most = ellipse, share
    for _ in range(3):
        if best is None:
            return None
        close = points[np.abs(best.distance(points)[0]) < near]
        again = _fitted(close, points)
        if again is None or _followed(again, points, near) < most:
            break
        best, most = again, _followed(again, points, near)
    return best


def _outline(mask: Mask) -> Floats:
    """The largest part's outer pixels (x, y), without those on the picture's own border."""
    import cv2

    contours, _ = cv2.findContours(mask.astype(np.uint8), cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    if not contours:
        return np.empty((0, 2))
    points = max(contours, key=len)[:, 0].astype(float)
    height, width = mask.shape
    inner = (points > 0).all(1) & (points < (width - 1, height - 1)).all(1)
    return points[inner]


def _fitted(points: Floats, everything: Floats) -> Ellipse | None:
    """The ellipse through the points; None for one that is tiny, very flat, or much larger than the outline."""
    import cv2

    if len(points) < 6:
        return None
    (x, y), (width, height), turn = cv2.fitEllipseDirect(points.astype(np.float32))
    sides = width, height
    span = float(np.ptp(everything, axis=0).max())
    if (
        not np.isfinite((x, y, *sides)).all()
        or min(sides) < max(_SMALLEST_PX, 0.2 * max(sides))
        or max(sides) > 1.3 * span
    ):
        return None
    # The outermost pixels of a mask lie half a pixel inside its border.
    return Ellipse(x, y, width / 2 + 0.5, height / 2 + 0.5, float(np.radians(turn)))


def _followed(ellipse: Ellipse, points: Floats, near_px: float) -> float:
    """Share of the ellipse, by angle, that the outline stays within `near_px` of for 60 degrees or more at a time.

    A polygon's sides come near an ellipse again and again, and leave it at every corner.
    """
    far, spot = ellipse.distance(points)
    sectors = _SPOTS // 5
    there = np.zeros(sectors, bool)
    there[spot[np.abs(far + 0.5) < near_px] // 5] = True
    there |= np.roll(there, 1) & np.roll(there, -1)
    if there.all():
        return 1.0
    turned = np.roll(there, -int(np.argmin(there)))
    ends = np.flatnonzero(np.diff(np.concatenate([[False], turned, [False]]).astype(int))).reshape(-1, 2)
    runs = ends[:, 1] - ends[:, 0]
    return float(runs[runs >= sectors // 6].sum() / sectors)
