"""Which kind of edit words ask for, by a small linear model: the rules planner's second opinion.

An utterance's words, pairs of words and pieces of words, weighed by how rare they are, give a probability for each
kind. It knows no grammar, extracts nothing and decides nothing. The weights are one small file without code in it, made
by `pentimento train planner`; scikit-learn is not needed to use it.
"""

from __future__ import annotations

import json
import re
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from agent.errors import PlannerUnavailable
from agent.home import home

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT = 1
SHIPPED = Path(__file__).with_name("kinds.npz")
LARGEST = 16 * 2**20
LONGEST = 600
"""Characters of an utterance that are read."""
_WORD = re.compile(r"\w+")
_PREFIXES = (3, 4, 5)
_SUFFIX = 3


def key(text: str) -> str:
    """What makes two texts the same: their letters and digits, whatever the case, signs and spaces."""
    return " ".join(_WORD.findall(text.lower()))


def mark(text: str) -> int:
    """A text's number of 32 bits, by which weights know what they were trained on without holding it."""
    return zlib.crc32(key(text).encode())


def features(text: str) -> set[str]:
    """Words, pairs of neighbours, the word that comes first, and the beginnings and ends of words."""
    return _features(_WORD.findall(text[:LONGEST].lower()))


def _features(words: list[str]) -> set[str]:
    found = set(words)
    found.update(map(" ".join, pairwise(words)))
    if words:
        found.add(f"^{words[0]}")
    for word in set(words):
        found.update(_pieces(word))
    return found


@cache
def _few_pieces(word: str) -> tuple[str, ...]:
    return (*(f"{word[:size]}*" for size in _PREFIXES if len(word) > size), f"*{word[-_SUFFIX:]}")


def _pieces(word: str) -> tuple[str, ...]:
    return _few_pieces(word) if _SUFFIX < len(word) <= 20 else ()


class Opinion(NamedTuple):
    """The likeliest kind, how likely it is, the probabilities of all kinds, and the share of words that are known."""

    kind: str
    confidence: float
    all: Mapping[str, float]
    known: float


@dataclass(frozen=True, eq=False)
class Kinds:
    """Weights: for each of `vocabulary` how rare it is and, in units of `scale`, how much it speaks for each kind.

    Shapes: `rarity` (features), `weights` (features × kinds) of int8, `scale` and `bias` (kinds), `seen` sorted marks.
    """

    names: tuple[str, ...]
    vocabulary: tuple[str, ...]
    rarity: NDArray[Any]
    weights: NDArray[Any]
    scale: NDArray[Any]
    bias: NDArray[Any]
    seen: NDArray[Any]
    about: Mapping[str, Any]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {feature: place for place, feature in enumerate(self.vocabulary)}

    @cached_property
    def _scaled(self) -> NDArray[Any]:
        """The weights in full: a megabyte or so, for twice the speed."""
        full: NDArray[Any] = self.weights * self.scale
        return full

    def opinion(self, text: str) -> Opinion:
        """The probability of each kind of edit for the utterance."""
        import numpy as np

        places = self._places
        words = _WORD.findall(text[:LONGEST].lower())
        found = [place for place in map(places.get, _features(words)) if place is not None]
        scores = self.bias
        if found:
            rarity = self.rarity.take(found)
            scores = scores + (rarity @ self._scaled.take(found, axis=0)) / np.sqrt(rarity @ rarity)
        likely = np.exp(scores - scores.max())
        likely /= likely.sum()
        best = int(likely.argmax())
        by_name = dict(zip(self.names, likely.tolist(), strict=True))
        known = sum(word in places for word in words) / max(1, len(words))
        return Opinion(self.names[best], float(likely[best]), by_name, known)

    def saw(self, texts: Iterable[str]) -> list[bool]:
        """For each text whether the weights were trained on it."""
        known = set(self.seen.tolist())
        return [mark(text) in known for text in texts]


@cache
def shipped() -> Kinds:
    """The weights that came with the program. Raises PlannerUnavailable."""
    return load(SHIPPED)


def own_file() -> Path:
    """Where a person's own weights lie, if there are any; they are used instead of those that came along."""
    return home() / SHIPPED.name


@cache
def in_use() -> Kinds:
    """The person's own weights where there are any, else those that came along. Raises PlannerUnavailable."""
    file = own_file()
    return load(file) if file.is_file() else shipped()


def save(kinds: Kinds, file: Path) -> None:
    """Write the weights; the same weights make the same bytes."""
    import io

    import numpy as np

    texts = {"about": json.dumps(dict(kinds.about), sort_keys=True), "names": "\n".join(kinds.names)}
    texts["vocabulary"] = "\n".join(kinds.vocabulary)
    arrays = {name: np.frombuffer(text.encode(), np.uint8) for name, text in texts.items()}
    arrays |= {"rarity": kinds.rarity, "weights": kinds.weights, "scale": kinds.scale}
    arrays |= {"bias": kinds.bias, "seen": kinds.seen}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, array in sorted(arrays.items()):
            content = io.BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(array), allow_pickle=False)
            packed.writestr(zipfile.ZipInfo(f"{name}.npy"), content.getvalue(), zipfile.ZIP_DEFLATED, 9)


def load(file: Path) -> Kinds:
    """The weights of a file, checked. Raises PlannerUnavailable in one sentence, whatever is wrong with it."""
    import numpy as np

    try:
        with zipfile.ZipFile(file) as packed:
            if sum(part.file_size for part in packed.infolist()) > LARGEST:
                raise ValueError("it is too large")
        with np.load(file, allow_pickle=False) as held:
            read = {name: held[name] for name in held.files}
        return _checked(read)
    except OSError as error:
        raise PlannerUnavailable(f"The weights {file} can't be read: {error.strerror or error}.", HINT) from error
    except (ValueError, KeyError, TypeError, AttributeError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise PlannerUnavailable(f"{file} holds no weights that can be used: {_why(error)}.", HINT) from error


HINT = "Install the program again, or make weights with: pentimento train planner --data FILE"


def _why(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error).splitlines()[0].rstrip(".")


def _checked(read: Mapping[str, NDArray[Any]]) -> Kinds:
    import numpy as np

    about = json.loads(_text(read["about"]))
    names, vocabulary = (tuple(_text(read[name]).split("\n")) for name in ("names", "vocabulary"))
    if not isinstance(about, dict) or about.get("format") != FORMAT:
        raise ValueError("it is of another version")
    shapes = {
        "rarity": ((len(vocabulary),), np.float32),
        "weights": ((len(vocabulary), len(names)), np.int8),
        "scale": ((len(names),), np.float32),
        "bias": ((len(names),), np.float32),
        "seen": (read["seen"].shape[:1], np.uint32),
    }
    for name, (shape, kind) in shapes.items():
        array = read[name]
        if array.shape != shape or array.dtype != kind or not np.isfinite(array).all():
            raise ValueError(f"its {name} do not fit")
    if len(set(names)) != len(names) or len(set(vocabulary)) != len(vocabulary) or (read["rarity"] <= 0).any():
        raise ValueError("its words do not fit")
    arrays = {name: read[name] for name in shapes}
    return Kinds(names=names, vocabulary=vocabulary, about=about, **arrays)


def _text(array: NDArray[Any]) -> str:
    if array.dtype.name != "uint8" or array.ndim != 1:
        raise ValueError("its words are no text")
    return array.tobytes().decode("utf-8")
