"""Words for light, colour and sharpness, and what one unit of each means in `adjust` fields. Data only.

A weight of 1 stands for the whole amount asked for; −1 for the same the other way.
"""

from __future__ import annotations

from functools import cache

from agent.planners.english import lexicon

Fields = dict[str, float]

ADJECTIVES: dict[str, Fields] = {
    "bright": {"exposure": 1}, "light": {"exposure": 1}, "lit": {"exposure": 1}, "illuminated": {"exposure": 1},
    "visible": {"exposure": .6, "contrast": .6}, "radiant": {"exposure": 1}, "luminous": {"exposure": 1},
    "exposed": {"exposure": 1}, "dark": {"exposure": -1}, "dim": {"exposure": -1}, "gloomy": {"exposure": -1},
    "shadowy": {"shadows": -1}, "dimly": {"exposure": -1},
    "warm": {"temperature": 1}, "cool": {"temperature": -1}, "cold": {"temperature": -1}, "cozy": {"temperature": 1},
    "yellow": {"temperature": 1}, "orange": {"temperature": 1}, "golden": {"temperature": 1},
    "blue": {"temperature": -1}, "bluish": {"temperature": -1}, "green": {"tint": -1}, "greenish": {"tint": -1},
    "magenta": {"tint": 1}, "purple": {"tint": 1}, "pink": {"tint": 1}, "red": {"tint": .6, "temperature": .6},
    "reddish": {"tint": .6, "temperature": .6}, "yellowish": {"temperature": 1},
    "rosy": {"tint": .5, "temperature": .5},
    "sharp": {"sharpness": 1}, "crisp": {"sharpness": 1}, "clear": {"sharpness": .8, "contrast": .5},
    "defined": {"sharpness": 1, "contrast": .3}, "detailed": {"sharpness": 1}, "focused": {"sharpness": 1},
    "distinct": {"sharpness": .6, "contrast": .6}, "legible": {"sharpness": 1, "contrast": .5},
    "readable": {"sharpness": 1, "contrast": .5}, "pronounced": {"contrast": 1},
    "prominent": {"contrast": .8, "vibrance": .5},
    "noticeable": {"contrast": .8, "vibrance": .5}, "bold": {"contrast": .6, "vibrance": .8},
    "soft": {"sharpness": -1}, "smooth": {"sharpness": -1}, "blurry": {"sharpness": -1}, "blurred": {"blur": 1},
    "fuzzy": {"sharpness": -1}, "unfocused": {"sharpness": -1}, "hazy": {"contrast": -1}, "bokeh": {"blur": 1},
    "vivid": {"vibrance": 1}, "vibrant": {"vibrance": 1}, "colorful": {"saturation": 1},
    "saturated": {"saturation": 1},
    "lively": {"vibrance": 1}, "intense": {"saturation": .8, "contrast": .4},
    "rich": {"saturation": .8, "contrast": .3},
    "deep": {"saturation": .6, "exposure": -.4}, "lush": {"saturation": 1}, "poppy": {"contrast": .5, "vibrance": 1},
    "punchy": {"contrast": .6, "vibrance": 1}, "contrasty": {"contrast": 1},
    "dramatic": {"contrast": 1, "shadows": -.3},
    "moody": {"exposure": -.6, "contrast": .6}, "striking": {"contrast": .8, "vibrance": .5},
    "glossy": {"contrast": .8},
    "dull": {"saturation": -1, "contrast": -.4}, "bland": {"saturation": -1, "contrast": -.4},
    "drab": {"saturation": -1},
    "muted": {"saturation": -1}, "faded": {"saturation": -.8, "contrast": -.8}, "pale": {"saturation": -1},
    "washed out": {"contrast": -1, "saturation": -.6}, "washed-out": {"contrast": -1, "saturation": -.6},
    "flat": {"contrast": -1}, "matte": {"contrast": -.8, "shadows": .6}, "gray": {"saturation": -1},
    "subdued": {"saturation": -1},
    "harsh": {"contrast": 1, "highlights": .6}, "strong": {"saturation": 0.8, "contrast": 0.4},
    "subtle": {"contrast": -1}, "loud": {"saturation": 1}, "garish": {"saturation": 1},
    "overexposed": {"exposure": 1, "highlights": .6}, "over-exposed": {"exposure": 1, "highlights": .6},
    "blown out": {"highlights": 1, "exposure": .5}, "underexposed": {"exposure": -1},
    "over exposed": {"exposure": 1, "highlights": .6},
    "under exposed": {"exposure": -1},
    "under-exposed": {"exposure": -1},
    "oversaturated": {"saturation": 1}, "over-saturated": {"saturation": 1}, "undersaturated": {"saturation": -1},
    "oversharpened": {"sharpness": 1}, "out of focus": {"sharpness": -1}, "grainy": {"grain": 1},
    "pixelated": {"pixelate": 1},
    "sunny": {"exposure": .8, "temperature": .6}, "lifelike": {"vibrance": 1}, "brightly": {"exposure": 1},
    "shiny": {"highlights": 1, "contrast": .4},
    "white": {"exposure": .8, "saturation": -.6}, "black": {"exposure": -1}, "pop": {"contrast": .5, "vibrance": 1},
    "brown": {"temperature": .8}, "in shadow": {"exposure": -.6, "shadows": -.6},
    "in the shadows": {"exposure": -.6, "shadows": -.6}, "in the dark": {"exposure": -1}, "muddy": {"contrast": -1},
    "reflective": {"highlights": 1}, "brilliant": {"exposure": .4, "saturation": .8}, "colored": {"saturation": 1},
    "unsaturated": {"saturation": -1}, "desaturated": {"saturation": -1},
    "blown-out": {"highlights": 1, "exposure": .5}, "whitish": {"exposure": .6, "saturation": -.6},
    "dingy": {"exposure": -.6, "saturation": -.4}, "glary": {"highlights": 1}, "contrasted": {"contrast": 1},
    "blinding": {"highlights": 1, "exposure": .4}, "shadowed": {"exposure": -.6, "shadows": -.6},
    "clearly": {"sharpness": .8, "contrast": .5},
    "boring": {"contrast": -.6, "saturation": -.6}, "lifeless": {"contrast": -.5, "saturation": -1},
    "dreary": {"exposure": -.5, "saturation": -.6},
}  # fmt: skip

DEFECTS = frozenset((
    "dark", "dim", "gloomy", "dull", "bland", "drab", "pale", "flat", "blurry", "blurred", "fuzzy", "unfocused",
    "hazy", "faded",
    "washed out", "washed-out", "overexposed", "over-exposed", "over exposed", "under exposed", "underexposed",
    "under-exposed", "blown out",
    "oversaturated", "unsaturated", "desaturated", "blown-out", "dingy", "glary", "blinding",
    "over-saturated", "undersaturated", "harsh", "out of focus", "grainy", "shadowy", "yellowish", "bluish",
    "greenish",
    "reddish", "oversharpened", "garish", "dimly", "pixelated", "in shadow",
    "in the shadows", "in the dark", "muddy", "boring", "lifeless", "dreary",
))  # fmt: skip
"""Adjectives that are complaints even without "too"."""

NOUNS: dict[str, Fields] = {
    "brightness": {"exposure": 1}, "exposure": {"exposure": 1}, "luminance": {"exposure": 1},
    "luminosity": {"exposure": 1},
    "lightness": {"exposure": 1}, "illumination": {"exposure": 1}, "radiance": {"exposure": 1},
    "glow": {"exposure": 1},
    "lighting": {"exposure": 1}, "light": {"exposure": 1}, "lights": {"exposure": 1},
    "sunlight": {"exposure": .8, "temperature": .6},
    "darkness": {"exposure": -1}, "brilliance": {"exposure": 1}, "lumination": {"exposure": 1},
    "gamma": {"brightness": 1},
    "contrast": {"contrast": 1}, "contrasts": {"contrast": 1}, "depth": {"contrast": 1},
    "definition": {"sharpness": 1, "contrast": .3},
    "punch": {"contrast": .6, "vibrance": 1}, "pop": {"contrast": .5, "vibrance": 1}, "drama": {"contrast": 1},
    "life": {"vibrance": 1, "contrast": .5},
    "dimension": {"contrast": 1}, "tone": {"contrast": .6}, "tones": {"contrast": .6},
    "highlights": {"highlights": 1}, "highlight": {"highlights": 1}, "hilights": {"highlights": 1},
    "whites": {"highlights": 1},
    "glare": {"highlights": 1}, "shadows": {"shadows": -1}, "shadow": {"shadows": -1}, "shadowing": {"shadows": -1},
    "blacks": {"shadows": -1}, "shading": {"shadows": -1}, "saturation": {"saturation": 1},
    "color": {"saturation": 1}, "colors": {"saturation": 1},
    "coloring": {"saturation": 1}, "coloration": {"saturation": 1}, "colorfulness": {"saturation": 1},
    "pigment": {"saturation": 1}, "intensity": {"saturation": 1}, "richness": {"saturation": 1},
    "vibrance": {"vibrance": 1}, "vibrancy": {"vibrance": 1}, "vividness": {"vibrance": 1},
    "vibrancey": {"vibrance": 1},
    "temperature": {"temperature": 1}, "warmth": {"temperature": 1}, "coolness": {"temperature": -1},
    "tint": {"tint": 1},
    "hue": {"hue": 1}, "hues": {"hue": 1}, "sharpness": {"sharpness": 1},
    "clarity": {"sharpness": .8, "contrast": .5},
    "detail": {"sharpness": 1}, "details": {"sharpness": 1}, "focus": {"sharpness": 1},
    "resolution": {"sharpness": 1}, "sharpening": {"sharpness": 1},
    "quality": {"sharpness": 1}, "crispness": {"sharpness": 1}, "texture": {"sharpness": 1},
    "edges": {"sharpness": 1}, "visibility": {"exposure": .6, "contrast": .6},
    "softness": {"sharpness": -1}, "blur": {"blur": 1}, "blurriness": {"sharpness": -1}, "blurring": {"blur": 1},
    "bokeh": {"blur": 1},
    "vignette": {"vignette": 1}, "vignetting": {"vignette": 1}, "grain": {"grain": 1}, "film grain": {"grain": 1},
    "yellow": {"temperature": 1}, "yellows": {"temperature": 1}, "orange": {"temperature": 1},
    "blue": {"temperature": -1},
    "blues": {"temperature": -1}, "green": {"tint": -1}, "greens": {"tint": -1}, "magenta": {"tint": 1},
    "pink": {"tint": 1},
    "purple": {"tint": 1}, "red": {"tint": .6, "temperature": .6}, "reds": {"tint": .6, "temperature": .6},
    "brown": {"temperature": .6},
    "black level": {"shadows": 1}, "white level": {"highlights": 1}, "temp": {"temperature": 1},
    "white balance": {"temperature": 1}, "color balance": {"temperature": 1}, "midtones": {"brightness": 1},
    "harshness": {"contrast": 1, "highlights": .6}, "shine": {"highlights": 1}, "shininess": {"highlights": 1},
    "gloss": {"highlights": 1},
    "reflectiveness": {"highlights": 1},
    "whiteness": {"exposure": 1}, "blackness": {"exposure": -1}, "redness": {"tint": .6, "temperature": .6},
    "yellowness": {"temperature": 1}, "greenness": {"tint": -1}, "blueness": {"temperature": -1},
    "color temperature": {"temperature": 1}, "color temp": {"temperature": 1}, "haziness": {"contrast": -1},
    "dullness": {"saturation": -1, "contrast": -.4}, "dimness": {"exposure": -1}, "cloudiness": {"contrast": -1},
    "levels": {"contrast": 1}, "curves": {"contrast": 1},
}  # fmt: skip
TINTS = lexicon.words("yellow yellows orange blue blues green greens magenta pink purple red reds brown")
"""Colour nouns: amounts of them are casts only beside "more", "less", "too much" and the like."""

VERBS: dict[str, Fields] = {
    "brighten": {"exposure": 1}, "lighten": {"exposure": 1}, "illuminate": {"exposure": 1},
    "light up": {"exposure": 1},
    "lighten up": {"exposure": 1}, "brighten up": {"exposure": 1}, "expose": {"exposure": 1},
    "whiten": {"exposure": .8, "saturation": -.6}, "light": {"exposure": 1},
    "darken": {"exposure": -1}, "dim": {"exposure": -1}, "shade": {"exposure": -1}, "blacken": {"exposure": -1},
    "shadow": {"exposure": -1}, "underexpose": {"exposure": -1},
    "tone down": {"exposure": -.6, "saturation": -.6}, "mute": {"saturation": -1}, "dull": {"saturation": -1},
    "fade": {"saturation": -.6, "contrast": -.8}, "subdue": {"saturation": -1},
    "sharpen": {"sharpness": 1}, "crisp": {"sharpness": 1}, "focus": {"sharpness": 1}, "refocus": {"sharpness": 1},
    "clarify": {"sharpness": .8, "contrast": .5}, "define": {"sharpness": 1, "contrast": .3},
    "sharpen up": {"sharpness": 1}, "crispen": {"sharpness": 1},
    "soften": {"sharpness": -1}, "smooth": {"sharpness": -1},
    "smoothen": {"sharpness": -1},
    "blur": {"blur": 1}, "blur out": {"blur": 1}, "defocus": {"blur": 1}, "pixelate": {"pixelate": 2},
    "pixellate": {"pixelate": 2}, "censor": {"pixelate": 2},
    "black out": {"pixelate": 2},
    "blank out": {"pixelate": 2}, "redact": {"pixelate": 2}, "mosaic": {"pixelate": 2},
    "unsharp": {"sharpness": -1}, "unsharpen": {"sharpness": -1}, "burn": {"exposure": -1}, "dodge": {"exposure": 1},
    "dull down": {"saturation": -1}, "bright": {"exposure": 1}, "bright up": {"exposure": 1}, "sharp": {"sharpness": 1},
    "saturate": {"saturation": 1}, "desaturate": {"saturation": -1}, "enrich": {"saturation": .8, "contrast": .3},
    "intensify": {"saturation": .8, "contrast": .4}, "deepen": {"saturation": .6, "exposure": -.4},
    "warm": {"temperature": 1}, "warm up": {"temperature": 1}, "cool": {"temperature": -1},
    "cool down": {"temperature": -1}, "cool off": {"temperature": -1},
    "punch up": {"contrast": .6, "vibrance": 1}, "liven up": {"contrast": .4, "vibrance": 1},
    "spice up": {"contrast": .4, "vibrance": 1}, "perk up": {"contrast": .4, "vibrance": 1},
    "contrast": {"contrast": 1},
    "bring out": {"contrast": .6, "vibrance": .6}, "vignette": {"vignette": 1},
    "emphasize": {"contrast": .6, "vibrance": .6}, "accentuate": {"contrast": .6, "vibrance": .6},
    "highlight": {"exposure": .5, "contrast": .5}, "flatten": {"contrast": -1},
    "stand out": {"contrast": .6, "vibrance": .6}, "stick out": {"contrast": .6, "vibrance": .6},
    "pop out": {"contrast": .6, "vibrance": .8}, "show up": {"contrast": .6, "exposure": .4},
    "pop": {"contrast": .5, "vibrance": 1}, "vivify": {"vibrance": 1}, "grain": {"grain": 1}, "feather": {"blur": .4},
}  # fmt: skip

_IRREGULAR = {
    "dimmer": "dim", "redder": "red", "less": "", "better": "", "livelier": "lively", "punchier": "punchy",
    "hazier": "hazy",
    "blurrier": "blurry", "fuzzier": "fuzzy", "grainier": "grainy", "shinier": "shiny", "moodier": "moody",
    "gloomier": "gloomy",
    "poppier": "poppy", "rosier": "rosy", "cozier": "cozy", "sunnier": "sunny", "flatter": "flat",
    "brighty": "bright", "vivider": "vivid",
}  # fmt: skip


@cache
def comparatives() -> dict[str, str]:
    """The adjective of each comparative: "brighter" → "bright"."""
    found = {word: base for word, base in _IRREGULAR.items() if base}
    for word in ADJECTIVES:
        if (
            " " not in word
            and word not in ("pop", "lit", "dimly", "brightly")
            and not word.endswith(("ed", "ful", "ic", "able", "ible"))
        ):
            found.setdefault(word + ("r" if word.endswith("e") else "er"), word)
    return found


@cache
def verbs() -> dict[str, Fields]:
    """Every form of every verb of tone."""
    found: dict[str, Fields] = {}
    for verb, fields in VERBS.items():
        first, _, rest = verb.partition(" ")
        tail = f" {rest}" if rest else ""
        stem = first[:-1] if first.endswith("e") else first
        doubled = first + first[-1] if first in ("blur", "dim", "pop") else stem
        for form in (first, f"{first}s", f"{stem}ing", f"{stem}ed", f"{doubled}ing", f"{doubled}ed"):
            found.setdefault(form + tail, fields)
    return found
