"""What flip, resize and rotate have in common: without a region the whole picture, with one an object where it stands.

Knows nothing of what each of them does to it.
"""

from __future__ import annotations

from tools.cutout import MAX_RIM_PX
from tools.types import Operation


class InPlace(Operation):
    """An operation on the whole picture, or on one object that is taken out and put back."""

    @property
    def whole(self) -> bool:
        return self.region is None

    @property
    def grow_px(self) -> int:
        return 0 if self.whole else MAX_RIM_PX

    def margin_px(self, size: tuple[int, int]) -> int:
        return max(64, max(size) // 2)
