"""Colour words to numbers. Knows nothing of pictures."""

from __future__ import annotations

from PIL import ImageColor

from tools import chinese
from tools.errors import BadArguments

# The names people use and CSS lacks or means otherwise; values are sRGB.
_SPOKEN = {
    "green": (34, 139, 58), "purple": (128, 46, 160), "pink": (240, 120, 170), "orange": (240, 130, 30),
    "brown": (120, 72, 38), "gray": (128, 128, 128), "grey": (128, 128, 128), "blue": (35, 85, 200),
    "red": (205, 30, 35), "yellow": (250, 215, 40), "cream": (250, 240, 215), "mint": (160, 230, 195),
    "mustard": (220, 170, 40), "burgundy": (115, 20, 45), "navy": (20, 35, 90), "rose": (230, 110, 130),
    "sky blue": (120, 185, 235), "baby blue": (150, 200, 240), "light blue": (140, 190, 235),
    "dark blue": (20, 40, 120),
    "light green": (140, 210, 140), "dark green": (15, 80, 35), "dark red": (120, 10, 15), "golden": (218, 165, 32),
    "silver": (192, 192, 192), "emerald": (20, 140, 90), "peach": (255, 200, 165), "lilac": (195, 160, 215),
    "charcoal": (55, 60, 65), "amber": (255, 180, 20), "rust": (170, 70, 30), "blonde": (225, 190, 120),
    "bronze": (176, 124, 58), "copper": (184, 104, 56), "brass": (181, 150, 66), "cobalt": (30, 72, 172),
    "sapphire": (28, 66, 166), "ruby": (160, 18, 60), "scarlet": (215, 32, 22), "ginger": (190, 98, 38),
    "auburn": (128, 54, 34), "brunette": (92, 60, 40), "mauve": (190, 150, 190), "aquamarine": (110, 215, 190),
    "jade": (0, 150, 105), "ochre": (200, 130, 40), "terracotta": (200, 100, 72), "apricot": (250, 190, 140),
    "lemon": (250, 235, 80), "cherry": (185, 20, 45), "wine": (110, 25, 50), "blush": (240, 190, 190),
    "taupe": (140, 125, 110), "sand": (220, 200, 160), "off white": (247, 244, 236), "forest green": (30, 90, 45),
    "royal blue": (50, 85, 200), "ocean blue": (20, 95, 150), "army green": (85, 95, 50), "sage": (165, 180, 150),
}  # fmt: skip
_SHADES = {
    "light": 0.55, "pale": 0.6, "pastel": 0.5, "soft": 0.35, "dark": -0.5, "deep": -0.4, "rich": -0.15, "bright": 0.1,
    "vivid": 0.0, "hot": 0.0, "neon": 0.1,
}  # fmt: skip


def parse_colour(words: str) -> tuple[int, int, int]:
    """Numbers (sRGB) of a colour in words or CSS: "light blue", "浅蓝色", "#1e90ff". Raises BadArguments if unknown."""
    words = chinese.colour(words) or words
    said = " ".join(words.lower().replace("-", " ").split()).removesuffix(" color").removesuffix(" colour")
    if said in _SPOKEN:
        return _SPOKEN[said]
    try:
        red, green, blue = ImageColor.getrgb(said if said.startswith(("#", "rgb", "hsl")) else said.replace(" ", ""))[
            :3
        ]
        return red, green, blue
    except ValueError:
        shade, _, rest = said.partition(" ")
        if shade in _SHADES and rest:
            return _shaded(parse_colour(rest), _SHADES[shade])
    raise BadArguments(
        f"I don't know a colour called “{words[:40]}”.", "Say a common colour name, or a code such as #1e90ff."
    )


def pattern() -> str:
    """A regular expression of colours that are known, for whoever can only write what a schema allows."""
    names = "|".join(sorted({*_SPOKEN, "black", "white", "cyan", "magenta", "turquoise", "teal", "violet", "beige"}))
    return f"^(#[0-9a-f]{{6}}|(({'|'.join(_SHADES)}) )?({names}))$"


def is_colour(words: str) -> bool:
    """Whether the words name a colour."""
    try:
        parse_colour(words)
    except BadArguments:
        return False
    return True


def _shaded(colour: tuple[int, int, int], amount: float) -> tuple[int, int, int]:
    """Mixed with white (amount > 0) or black (amount < 0)."""
    end = 255 if amount > 0 else 0
    red, green, blue = (round(channel + (end - channel) * abs(amount)) for channel in colour)
    return red, green, blue
