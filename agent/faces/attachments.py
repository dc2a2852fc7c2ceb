"""Picture files that a person named in so many words: "put it on beach.jpg". For faces on the person's own computer.

Only a name that stands in the words verbatim and is a file is taken; nothing is searched for, nothing is guessed.
"""

from __future__ import annotations

import re
from pathlib import Path

_SUFFIX = re.compile(r"\.(?:png|jpe?g|tiff?|webp|gif|avif|hei[cf])(?![a-z0-9_.-]*[a-z0-9_])", re.IGNORECASE)
_BREAK = re.compile(r"[\s\"'“”‘’«»(,:;]+|(?<=[^\x00-\x7f])")  # Chinese writes no spaces around a name
_WRITES = re.compile(r"\b(?:save|export|write)\b|保存|导出|存为", re.IGNORECASE)


def pictures_named(text: str) -> tuple[Path, ...]:
    """The existing picture files that `text` names, in its order, each once. A name to save to is none."""
    found: dict[Path, None] = {}
    for suffix in _SUFFIX.finditer(text):
        if not _WRITES.search(text[: suffix.start()]) and (path := _ending_at(text, suffix)):
            found[path] = None
    return tuple(found)


def _ending_at(text: str, suffix: re.Match[str]) -> Path | None:
    """Names may hold spaces: of the runs of words that end with the suffix, the longest that is a file."""
    starts = [0, *(mark.end() for mark in _BREAK.finditer(text, 0, suffix.start()))]
    files = (file_named(text[start : suffix.end()]) for start in starts)
    return next((file for file in files if file is not None), None)


def file_named(name: str) -> Path | None:
    """The file of that name; None if there is none, or if it can't be a name at all."""
    try:
        path = Path(name).expanduser()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):  # a name too long, a person without a home, a NUL
        return None
