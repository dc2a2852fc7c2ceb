"""Filling a hole with pieces of its own surroundings, coarse to fine.

Every patch that touches the hole looks for its most similar patch in what is known; the found patches vote for the
hole's colours; repeated from a thumbnail upwards (Wexler, Shechtman, Irani 2007). The search is PatchMatch (Barnes et
al. 2009), done for all patches at once and on a few principal components of the patches instead of all their pixels.
It knows nothing of files, operations or the sizes of whole photographs. Arrays: float32 (height, width, 3), bool masks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from tools.oklab import Floats

if TYPE_CHECKING:
    from collections.abc import Callable

Bools = NDArray[np.bool_]
Ints = NDArray[np.int32]

RADIUS = 3
_COMPONENTS = 20
_ROUNDS = (2, 3, 5, 8)  # of search and vote, from the finest scale to the coarsest
_NEAR = 0.004  # what a source as far away as the whole context costs: near ones are lit and scaled alike


@dataclass
class Match:
    """For every target patch centre (ty, tx) the source centre (sy, sx) found so far and what it costs."""

    ty: Ints
    tx: Ints
    sy: Ints
    sx: Ints
    cost: Floats


@dataclass(frozen=True)
class _Field:
    """What the search sees at one scale: patch features of every pixel, and which centres may be sources."""

    features: Floats
    allowed: Bools
    index: Ints  # (height, width) → number of the target, −1 where there is none


def solve(
    image: Floats, hole: Bools, source: Bools, seed: int, progress: Callable[[float], None]
) -> tuple[Floats, Match]:
    """The filled image and where each patch came from; `source` says which known pixels may be copied."""
    levels = _pyramid(image, hole, source)
    generator = np.random.Generator(np.random.SFC64(seed))
    image, hole, source = levels.pop()
    match = _random_match(hole, source, generator)
    current = _refine(image, hole, source, _first_guess(image, hole), match, _ROUNDS[-1] + 6, generator)
    while levels:
        progress(1 / (len(levels) + 1))
        rounds = _ROUNDS[min(len(levels), len(_ROUNDS)) - 1]
        image, hole, source = levels.pop()
        match = _finer(match, hole, source, generator)
        current = _refine(image, hole, source, _voted(image, hole, match, 0.0), match, rounds, generator)
    return current, match


def _pyramid(image: Floats, hole: Bools, source: Bools) -> list[tuple[Floats, Bools, Bools]]:
    """Halved until the hole is about as thick as a patch or nothing would be left to copy from."""
    import cv2

    levels = [(image, hole, source)]
    while True:
        image, hole, source = levels[-1]
        thick = float(cv2.distanceTransform(np.pad(hole, 1).astype(np.uint8), cv2.DIST_L2, 3).max())
        if thick <= RADIUS or min(hole.shape) < 8 * RADIUS:
            return levels
        size = (hole.shape[1] + 1) // 2, (hole.shape[0] + 1) // 2
        known = (~hole).astype(np.float32)
        weight = cv2.resize(known, size, interpolation=cv2.INTER_AREA)
        small = cv2.resize(image * known[..., None], size, interpolation=cv2.INTER_AREA)
        small = small / np.maximum(weight, 1e-3)[..., None]
        allowed = cv2.resize(source.astype(np.float32), size, interpolation=cv2.INTER_AREA) > 0.99
        if not centres(allowed).any():
            return levels
        levels.append((small, weight < 0.5, allowed))


def centres(source: Bools) -> Bools:
    """Where a patch lies wholly in `source`."""
    import cv2

    kernel = np.ones((2 * RADIUS + 1, 2 * RADIUS + 1), np.uint8)
    eroded = cv2.erode(np.pad(source, RADIUS).astype(np.uint8), kernel, borderValue=0)
    return np.asarray(eroded[RADIUS:-RADIUS, RADIUS:-RADIUS] > 0)


def _first_guess(image: Floats, hole: Bools) -> Floats:
    import cv2

    bytes_ = (np.clip(image, 0, 1) * 255).astype(np.uint8)
    guess = cv2.inpaint(bytes_, hole.astype(np.uint8), 3, cv2.INPAINT_NS).astype(np.float32) / 255
    return np.where(hole[..., None], guess, image)


def _targets(hole: Bools) -> tuple[Ints, Ints]:
    """Centres of all patches that touch the hole."""
    import cv2

    near = cv2.dilate(hole.astype(np.uint8), np.ones((2 * RADIUS + 1, 2 * RADIUS + 1), np.uint8))
    ty, tx = np.nonzero(near)
    return ty.astype(np.int32), tx.astype(np.int32)


def _random_match(hole: Bools, source: Bools, generator: np.random.Generator) -> Match:
    ty, tx = _targets(hole)
    sy, sx = np.nonzero(centres(source))
    pick = generator.integers(0, len(sy), len(ty))
    cost = np.full(len(ty), np.inf, np.float32)
    return Match(ty, tx, sy[pick].astype(np.int32), sx[pick].astype(np.int32), cost)


def _finer(match: Match, hole: Bools, source: Bools, generator: np.random.Generator) -> Match:
    """The same offsets at twice the size; where they point outside the sources, a random one."""
    new = _random_match(hole, source, generator)
    height, width = hole.shape
    coarse = np.full(((height + 1) // 2, (width + 1) // 2), -1, np.int32)
    coarse[match.ty, match.tx] = np.arange(len(match.ty))
    parent = coarse[new.ty // 2, new.tx // 2]
    sy = new.ty + 2 * (match.sy[parent] - match.ty[parent])
    sx = new.tx + 2 * (match.sx[parent] - match.tx[parent])
    inside = (parent >= 0) & (sy >= 0) & (sy < height) & (sx >= 0) & (sx < width)
    inside[inside] = centres(source)[sy[inside], sx[inside]]
    new.sy, new.sx = np.where(inside, sy, new.sy), np.where(inside, sx, new.sx)
    return new


def _refine(
    image: Floats, hole: Bools, source: Bools, current: Floats, match: Match, rounds: int,
    generator: np.random.Generator,
) -> Floats:  # fmt: skip
    """Search (which improves `match` in place) and vote in turn."""
    index = np.full(hole.shape, -1, np.int32)
    index[match.ty, match.tx] = np.arange(len(match.ty))
    basis = _basis(image, source)
    allowed = centres(source)
    for number in range(rounds):
        field = _Field(_features(current, basis), allowed, index)
        match.cost = _cost(field, match, match.sy, match.sx)
        for _ in range(2 if number else 4):
            _propagate(field, match)
            _wander(field, match, generator)
        current = _voted(image, hole, match, 0.5 + 0.5 * number / rounds)
    return current


def _basis(image: Floats, source: Bools) -> Floats:
    """Principal components of the source patches as filters, shape (components, 2r+1, 2r+1, 3)."""
    sy, sx = np.nonzero(centres(source))
    step = max(1, len(sy) // 3000)
    sy, sx = sy[::step], sx[::step]
    span = np.arange(-RADIUS, RADIUS + 1)
    patches = image[sy[:, None, None] + span[None, :, None], sx[:, None, None] + span[None, None, :]]
    flat = patches.reshape(len(sy), -1).astype(np.float64)
    _, vectors = np.linalg.eigh(np.cov(flat, rowvar=False) if len(flat) > 1 else np.eye(flat.shape[1]))
    best = vectors[:, ::-1][:, :_COMPONENTS].T
    # eigh leaves the sign open; fixing it keeps results the same on every library.
    best *= np.where(best[np.arange(len(best)), np.abs(best).argmax(axis=1)] < 0, -1, 1)[:, None]
    return best.reshape(len(best), 2 * RADIUS + 1, 2 * RADIUS + 1, 3).astype(np.float32)


def _features(image: Floats, basis: Floats) -> Floats:
    import cv2

    out = np.empty((*image.shape[:2], len(basis)), np.float32)
    planes = [np.ascontiguousarray(image[..., c]) for c in range(3)]
    for number, kernel in enumerate(basis):
        total = sum(
            cv2.filter2D(plane, cv2.CV_32F, np.ascontiguousarray(kernel[..., c]), borderType=cv2.BORDER_REPLICATE)
            for c, plane in enumerate(planes)
        )
        out[..., number] = total
    return out


def _cost(field: _Field, match: Match, sy: Ints, sx: Ints) -> Floats:
    """Squared feature distance (mean over the patch's numbers) plus a little for being far away."""
    difference = field.features[match.ty, match.tx] - field.features[sy, sx]
    distance = np.einsum("ij,ij->i", difference, difference) / (3 * (2 * RADIUS + 1) ** 2)
    away = np.hypot(sy - match.ty, sx - match.tx) / max(field.allowed.shape)
    cost: Floats = (distance + _NEAR * away * away).astype(np.float32)
    return cost


def _try(field: _Field, match: Match, sy: Ints, sx: Ints) -> None:
    """Take a proposed source wherever it is allowed and better."""
    height, width = field.allowed.shape
    inside = (sy >= 0) & (sy < height) & (sx >= 0) & (sx < width)
    sy, sx = np.where(inside, sy, 0), np.where(inside, sx, 0)
    inside &= field.allowed[sy, sx]
    cost = np.where(inside, _cost(field, match, sy, sx), np.inf)
    better = cost < match.cost
    match.sy = np.where(better, sy, match.sy)
    match.sx = np.where(better, sx, match.sx)
    match.cost = np.where(better, cost, match.cost)


def _propagate(field: _Field, match: Match) -> None:
    """Neighbours' offsets, also from some way off: all patches move at once, so good finds must jump."""
    height, width = field.allowed.shape
    for step in (4, 1):
        for dy, dx in ((0, step), (0, -step), (step, 0), (-step, 0)):
            ny, nx = match.ty + dy, match.tx + dx
            inside = (ny >= 0) & (ny < height) & (nx >= 0) & (nx < width)
            neighbour = np.where(inside, field.index[np.where(inside, ny, 0), np.where(inside, nx, 0)], -1)
            own = np.arange(len(match.ty))
            neighbour = np.where(neighbour < 0, own, neighbour)
            moved = neighbour != own
            _try(field, match, match.sy[neighbour] - dy * moved, match.sx[neighbour] - dx * moved)


def _wander(field: _Field, match: Match, generator: np.random.Generator) -> None:
    """Random places around the present source, nearer and nearer."""
    reach = max(field.allowed.shape) // 2
    while reach >= 1:
        shift = generator.integers(-reach, reach + 1, (2, len(match.ty)), dtype=np.int32)
        _try(field, match, match.sy + shift[0], match.sx + shift[1])
        reach //= 3


def _voted(image: Floats, hole: Bools, match: Match, trust: float) -> Floats:
    """Every hole pixel is the weighted mean of what the patches over it say.

    Patches near the rim count more (they hang on what is known); with `trust` > 0 the better matches do.
    """
    import cv2

    height, width = hole.shape
    depth = cv2.distanceTransform(hole.astype(np.uint8), cv2.DIST_L2, 3)[match.ty, match.tx]
    weight = 1.3 ** -np.minimum(depth, 40)
    if trust:
        scale = float(np.quantile(match.cost, 0.75)) + 1e-7
        weight = weight * np.exp(-match.cost / (2 * scale) * trust * 2)
    weight = (weight + 1e-9).astype(np.float32)
    total = np.zeros((height + 2 * RADIUS) * (width + 2 * RADIUS), np.float32)
    votes = np.zeros((len(total), 3), np.float32)
    flat = image.reshape(-1, 3)
    at, source = (match.ty + RADIUS) * (width + 2 * RADIUS) + match.tx + RADIUS, match.sy * width + match.sx
    for dy in range(-RADIUS, RADIUS + 1):
        for dx in range(-RADIUS, RADIUS + 1):
            place = at + dy * (width + 2 * RADIUS) + dx
            total[place] += weight
            votes[place] += weight[:, None] * flat[source + dy * width + dx]
    mean = (votes / np.maximum(total, 1e-12)[:, None]).reshape(height + 2 * RADIUS, width + 2 * RADIUS, 3)
    return np.where(hole[..., None], mean[RADIUS:-RADIUS, RADIUS:-RADIUS], image).astype(np.float32)
