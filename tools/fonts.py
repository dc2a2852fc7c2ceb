"""Find a font that can draw what is to be written. Knows nothing of layout or pictures.

Aileron (CC0) travels with Pillow and sets plain English the same on every machine. Accents, other letters and styles
come from the system's own font folders, where files are known by their usual names; no path comes from anywhere else.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PIL import ImageFont

from tools.errors import EditRejected

if TYPE_CHECKING:
    from PIL.ImageFont import FreeTypeFont

Family = Literal["sans", "serif", "mono", "hand"]

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts")
_BUILT_IN = "Aileron"
# Stems of font files, best first; the bold cut of each after the slash.
_FAMILIES: dict[str, tuple[str, ...]] = {
    "sans": ("NotoSans-Regular/NotoSans-Bold", "LiberationSans-Regular/LiberationSans-Bold", "Arial/Arial Bold",
             "Arial Unicode/Arial Bold", "DejaVuSans/DejaVuSans-Bold"),
    "serif": ("NotoSerif-Regular/NotoSerif-Bold", "LiberationSerif-Regular/LiberationSerif-Bold",
              "Georgia/Georgia Bold", "Times New Roman/Times New Roman Bold", "DejaVuSerif/DejaVuSerif-Bold"),
    "mono": ("DejaVuSansMono/DejaVuSansMono-Bold", "NotoSansMono-Regular/NotoSansMono-Bold",
             "LiberationMono-Regular/LiberationMono-Bold", "Menlo", "Courier New/Courier New Bold"),
    "hand": ("Caveat-Regular/Caveat-Bold", "ComicNeue-Regular/ComicNeue-Bold", "Comic Sans MS/Comic Sans MS Bold",
             "Bradley Hand Bold", "Noteworthy", "Z003-MediumItalic", "Purisa"),
}  # fmt: skip
_OTHER_SCRIPTS = (
    "NotoSansCJK-Regular/NotoSansCJK-Bold", "NotoSansSC-Regular/NotoSansSC-Bold", "SourceHanSansSC-Regular",
    "PingFang", "Hiragino Sans GB", "STHeiti Light", "wqy-microhei", "wqy-zenhei", "DroidSansFallbackFull",
    "AppleSDGothicNeo", "NanumGothic", "NotoSansArabic-Regular", "NotoSansHebrew-Regular", "NotoSansDevanagari-Regular",
    "NotoSansThai-Regular", "NotoEmoji-Regular", "Symbola", "Symbola_hint", "FreeSans", "unifont",
)  # fmt: skip


@dataclass(frozen=True)
class Face:
    """A font: `path` is empty for the built-in one; `fake_bold` where it has no bold cut; `asked` the family meant."""

    name: str
    path: str = ""
    fake_bold: bool = False
    other_style: bool = False

    def at(self, size_px: int) -> FreeTypeFont:
        """The font at a size in pixels to the em."""
        return _load(self.path, size_px)


def choose(text: str, family: Family, bold: bool = False) -> Face:
    """The first face of the family that draws every character; else another style that does. Raises EditRejected."""
    first = [Face(_BUILT_IN, fake_bold=bold)] if family == "sans" else []
    wanted = first + _faces(_FAMILIES[family], bold)
    spare = [Face(_BUILT_IN, fake_bold=bold, other_style=True)]
    spare += [_restyled(face) for face in _faces((*_FAMILIES["sans"], *_OTHER_SCRIPTS), bold)]
    best: tuple[str, ...] | None = None
    for face in [*wanted, *spare]:
        missing = lacking(text, face)
        if not missing:
            return face if family != "sans" else Face(face.name, face.path, face.fake_bold)
        best = missing if best is None or len(missing) < len(best) else best
    letters = " ".join(best or ())[:40]
    raise EditRejected(f"No font on this machine can draw “{letters}”.", _install(letters))


def _install(letters: str) -> str:
    """Which font would have them: Chinese, Japanese and Korean come in one family, most others in another."""
    wide = any("\u1100" <= letter <= "\u11ff" or "\u2e80" <= letter <= "\ud7ff" for letter in letters)
    name, package = ("Noto Sans CJK", "fonts-noto-cjk") if wide else ("DejaVu or Noto", "fonts-noto")
    return f"Install a font that has it, such as {name} (for example: apt install {package})."


def _faces(names: tuple[str, ...], bold: bool) -> list[Face]:
    known, faces = _known_files(), []
    for name in names:
        regular, _, heavy = name.partition("/")
        if bold and heavy in known:
            faces.append(Face(heavy, known[heavy]))
        elif regular in known:
            faces.append(Face(regular, known[regular], fake_bold=bold))
    return faces


def _restyled(face: Face) -> Face:
    return Face(face.name, face.path, face.fake_bold, other_style=True)


@cache
def _known_files() -> dict[str, str]:
    """Every font file of the system's folders by its stem."""
    found: dict[str, str] = {}
    for folder in FOLDERS:
        for path in sorted(Path(folder).rglob("*")) if Path(folder).is_dir() else ():
            if path.suffix.lower() in (".ttf", ".otf", ".ttc"):
                found.setdefault(path.stem, str(path))
    return found


@lru_cache(maxsize=32)
def _load(path: str, size_px: int) -> FreeTypeFont:
    font = ImageFont.truetype(path, size_px) if path else ImageFont.load_default(float(size_px))
    if not isinstance(font, ImageFont.FreeTypeFont):
        raise EditRejected(
            "This Pillow was built without FreeType, so nothing can be written.", "Install Pillow again."
        )
    return font


def lacking(text: str, face: Face) -> tuple[str, ...]:
    """The visible characters that the face has no glyph for, each once, in order."""
    letters = dict.fromkeys(c for c in text if not c.isspace() and c.isprintable())
    try:
        font = face.at(24)
        # A font draws the same box (or nothing) for everything it does not know.
        unknown = {_drawn(font, "\U0010fffd"), _drawn(font, "\U000e0fff"), None}
        return tuple(c for c in letters if _drawn(font, c) in unknown)
    except OSError:
        return tuple(letters)


def _drawn(font: FreeTypeFont, letter: str) -> tuple[tuple[int, int], bytes] | None:
    mask = font.getmask(letter, mode="L")
    pixels = bytes(mask)
    return (mask.size, pixels) if any(pixels) else None
