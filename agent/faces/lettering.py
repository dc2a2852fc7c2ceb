"""Fonts for what faces draw: captions and labels. Each text gets the first font at hand that has all its letters.

Pillow's own small font is the last resort, so that drawing works on a machine without any font. It knows nothing of
what is written, nor of the operation `text`, which has fonts of its own.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path

from PIL import ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

# Regular and bold, as Linux distributions and macOS call them; the last ones are for Chinese, Japanese and Korean.
_FACES = (
    ("Inter-Regular.ttf", "Inter-SemiBold.ttf"),
    ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
    ("NotoSans-Regular.ttf", "NotoSans-Bold.ttf"),
    ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf"),
    ("Helvetica.ttc", "Helvetica.ttc"),
    ("Arial.ttf", "Arial Bold.ttf"),
    ("NotoSansCJK-Regular.ttc", "NotoSansCJK-Bold.ttc"),
    ("PingFang.ttc", "PingFang.ttc"),
    ("wqy-zenhei.ttc", "wqy-zenhei.ttc"),
    ("Arial Unicode.ttf", "Arial Unicode.ttf"),
)
_FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts", "~/.fonts")
_SPACES = re.compile(r"[ \t\r\n\f\v]+")  # a no-break space stays what it is
_NO_LETTER = "\ue0ff"  # private use: no font has it, so it is drawn as the box for a missing letter


def font(size_px: int, *, bold: bool = False, text: str = "") -> Font:
    """A font of that size that has every letter of `text`, as far as one is installed."""
    faces = [path for pair in _FACES if (path := _installed(pair[bold]))]
    loaded = [ImageFont.truetype(path, size_px) for path in faces[: 1 if text.isascii() else None]]
    return next((face for face in loaded if _has(face, text)), loaded[0] if loaded else ImageFont.load_default(size_px))


def plain(text: str, face: Font) -> str:
    """`text` with the letters that the font lacks written without their accents, or as "?"."""
    if text.isascii() or _has(face, text):
        return text
    return "".join(letter if _has(face, letter) else _simpler(letter) for letter in text)


def _simpler(letter: str) -> str:
    base = {"×": "x", "–": "-", "—": "-", "−": "-", "→": ">", "…": "..."}.get(letter)
    return base or unicodedata.normalize("NFKD", letter).encode("ascii", "ignore").decode() or "?"


def text_size(text: str, face: Font) -> tuple[float, float, float]:
    """Width, height and top bearing of the ink, in pixels."""
    x0, y0, x1, y1 = face.getbbox(text)
    return x1 - x0, y1 - y0, y0


def wrap(text: str, face: Font, width_px: float, lines: int) -> list[str]:
    """`text` in at most `lines` lines of `width_px`, the last one ending in "…" if something is left over."""
    rest = _SPACES.sub(" ", text).strip()
    wrapped: list[str] = []
    while rest and len(wrapped) < lines:
        last = len(wrapped) == lines - 1
        count = _fitting(rest, face, width_px)
        if count == len(rest):
            return [*wrapped, rest]
        if last:
            return [*wrapped, rest[: _fitting(rest, face, width_px - face.getlength("…"))].rstrip() + "…"]
        space = rest.rfind(" ", 1, count + 1)
        cut = space if space > 0 else count
        wrapped.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return wrapped


def _fitting(text: str, face: Font, width_px: float) -> int:
    """How many letters fit into `width_px`; at least one."""
    low, high = 1, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if face.getlength(text[:middle]) <= width_px else (low, middle - 1)
    return low


def _has(face: Font, text: str) -> bool:
    missing = bytes(face.getmask(_NO_LETTER))
    return all(letter.isspace() or bytes(face.getmask(letter)) != missing for letter in set(text))


@cache
def _installed(name: str) -> str:
    """The path of the font file of that name; "" if it is nowhere."""
    for folder in _FOLDERS:
        root = Path(folder).expanduser()
        if root.is_dir() and (found := next(iter(sorted(root.rglob(name))), None)):
            return str(found)
    return ""
