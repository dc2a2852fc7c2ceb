"""3×3 transforms of pixels, as steps record them: products, inverses, and what a run of turns does to a place.

Nine numbers, row by row, input to output pixels. Knows nothing of pictures or of what an operation means.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tools.types import IDENTITY, Transform

if TYPE_CHECKING:
    from memory.schema import Step, Turn


def of_step(step: Step) -> Transform:
    """What a step did to the places of the picture."""
    a, b, c, d, e, f, g, h, i = step.transform
    return a, b, c, d, e, f, g, h, i


def mapping(turns: Sequence[Turn]) -> Transform:
    """From the pixels before `turns` to the pixels after them."""
    total = IDENTITY
    for turn in turns:
        for step in turn.steps:
            total = multiply(of_step(step), total)
    return total


def multiply(a: Transform, b: Transform) -> Transform:
    """The 3×3 product: first `b`, then `a`."""
    rows = [a[0:3], a[3:6], a[6:9]]
    columns = [b[0::3], b[1::3], b[2::3]]
    m = [sum(x * y for x, y in zip(row, column, strict=True)) for row in rows for column in columns]
    return m[0], m[1], m[2], m[3], m[4], m[5], m[6], m[7], m[8]


def inverse(m: Transform) -> Transform:
    """The inverse of a 3×3 transform by its adjugate."""
    a, b, c, d, e, f, g, h, i = m
    cofactors = (
        e * i - f * h, c * h - b * i, b * f - c * e,
        f * g - d * i, a * i - c * g, c * d - a * f,
        d * h - e * g, b * g - a * h, a * e - b * d,
    )  # fmt: skip
    determinant = a * cofactors[0] + b * cofactors[3] + c * cofactors[6]
    n = [value / determinant for value in cofactors]
    return n[0], n[1], n[2], n[3], n[4], n[5], n[6], n[7], n[8]
