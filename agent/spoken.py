"""What people call an engine: by its name, its model's title, or its family, in any spelling ("FLUX 2 klein").

It makes one pattern of all these names, and says of each which engine it means. It reads no utterance, and knows no
engine beyond its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tools.models.catalog import Entry

_NEVER = r"(?!)"
_GROUPS = ("diffusion",)
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_FEWEST = 3  # letters of a name that no sentence has by chance


@dataclass(frozen=True)
class Spoken:
    """`names` are names that no sentence has by chance; `words` are words of English too ("remote", "embedded"), which
    mean an engine only where they are said to. Both are sources of regular expressions, without groups.
    """

    names: str = _NEVER
    words: str = _NEVER
    _meant: Mapping[str, str] = field(default_factory=dict, hash=False)

    @classmethod
    def of(cls, engines: Iterable[Any], entries: Iterable[Entry] = ()) -> Spoken:
        """The names of engines that are there, and of the catalogue's that could be."""
        entries = tuple(entries)
        meant: dict[tuple[str, ...], str] = {}
        for entry in entries:
            for name in (entry.name, *_titles(entry.title), entry.family):
                meant.setdefault(_key(name), entry.name)
        sure = set(meant)
        for engine in engines:
            meant[_key(engine.name)] = engine.name
            sure |= {_key(engine.name)} if re.search(r"[\d_-]", engine.name) else set()
        for group in _GROUPS:
            meant.setdefault(_key(group), group)
        return cls(
            _any(key for key in meant if key in sure and len("".join(key)) >= _FEWEST),
            _any(key for key in meant if key not in sure or len("".join(key)) < _FEWEST),
            {"".join(key): name for key, name in meant.items()},
        )

    def engine(self, said: str) -> str:
        """The engine that a name as it was said means; what is none of them stays as it is."""
        return self._meant.get("".join(_key(said)), said)


def _titles(title: str) -> list[str]:
    """A title in the ways people shorten it: without what stands in brackets, without its version or its size."""
    bare = title.split(" (", 1)[0]
    short = re.sub(r"[ -]\d[\d.]*[bB]?$", "", bare)
    return [bare, short, re.sub(r"(?<=\w)\.\d\b", "", short)]


def _key(name: str) -> tuple[str, ...]:
    """The parts of a name that may be said apart: letters, numbers, words."""
    return tuple(part.lower() for part in _PARTS.findall(name))


def _any(keys: Iterable[tuple[str, ...]]) -> str:
    """One pattern for all of them, longest first; between two parts may stand a space, a dot or a hyphen."""
    sources = [r"[\s._-]?".join(map(re.escape, key)) for key in sorted(set(keys), key=lambda key: ("".join(key), key))]
    found = "|".join(sorted(sources, key=len, reverse=True))
    return rf"(?<![A-Za-z0-9])(?:{found})(?![A-Za-z0-9])" if found else _NEVER
