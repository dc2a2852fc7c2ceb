"""The versions of the libraries that decide an engine's pixels, read from their metadata without importing them.

It knows nothing of what the libraries do.
"""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version

LIBRARIES = ("numpy", "opencv-contrib-python-headless", "pentimento", "pillow", "scikit-image")


@cache
def library_versions(names: tuple[str, ...] = LIBRARIES) -> dict[str, str]:
    """Name to version; a library that is not installed is left out."""
    found = {}
    for name in names:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found
