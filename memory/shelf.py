"""Pictures kept at hand, so that the head is not decoded again at every turn. Knows nothing of files.

Callers get pictures that share pixels with the shelf and are copied at the first change made to them, as Pillow does
for any read-only picture: what lies on the shelf never changes.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from memory.pictures import Traced, shared

if TYPE_CHECKING:
    from PIL.Image import Image


@dataclass(frozen=True)
class Kept:
    """A picture on the shelf and, if it was made, its small copy."""

    traced: Traced
    small: Image | None = None

    @property
    def bytes(self) -> int:
        image = self.traced.image
        return image.width * image.height * (1 if image.mode == "L" else 4) + sum(map(len, self.traced.rows))


class Shelf:
    """The pictures used last, by digest, at most `limit_bytes` of pixels (but always the very last one)."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, digest: str) -> Kept | None:
        with self._lock:
            if digest in self._kept:
                self._kept.move_to_end(digest)
            return self._kept.get(digest)

    def put(self, traced: Traced, small: Image | None = None) -> Kept:
        kept = Kept(replace(traced, image=shared(traced.image), changed=None), small)
        with self._lock:
            self._kept[traced.digest] = kept
            self._kept.move_to_end(traced.digest)
            while len(self._kept) > 1 and sum(one.bytes for one in self._kept.values()) > self.limit_bytes:
                self._kept.popitem(last=False)
        return kept

    def drop(self, digests: set[str]) -> None:
        with self._lock:
            for digest in digests & self._kept.keys():
                del self._kept[digest]
