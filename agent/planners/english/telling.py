"""An operation as an imperative of a few words, from its own arguments, so that it is true. Knows no grammar."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from agent.planners.english import lexicon
from agent.planners.english.saying import search
from tools.places import PLACES
from tools.types import Operation


def phrase(operation: Operation) -> str:
    """One operation as an imperative of a few words."""
    say = _SAY.get(operation.op)
    return say(operation) if say else operation.describe()


def where(operation: Operation, otherwise: str = "it") -> str:
    """The target with its article: "the red cup"."""
    region = operation.region
    if region is None:
        return otherwise
    if region.phrase:
        return _the(region.phrase)
    return otherwise


def _the(words: str) -> str:
    """The words for a thing with the article that they need; names and "her hat" need none."""
    return words if words.split(maxsplit=1)[0] in _OWN or words[0].isupper() else f"the {words}"


_OWN = lexicon.words(
    "me us his her their my our your its it him them people everything everyone everybody someone somebody all"
)


def _after(value: float) -> str:
    """How much, after a verb: "brighten it a little"."""
    return " a little" if abs(value) <= 16 else " a lot" if abs(value) >= 45 else ""


def _much(value: float) -> str:
    """How much, before a comparative: "a little warmer"."""
    return "a little " if abs(value) <= 16 else "much " if abs(value) >= 45 else ""


_TONES = {
    "exposure": ("brighten {}{after}", "darken {}{after}"), "brightness": ("brighten {}{after}", "darken {}{after}"),
    "contrast": ("raise the contrast of {}{after}", "lower the contrast of {}{after}"),
    "highlights": ("lift the highlights of {}{after}", "recover the highlights of {}{after}"),
    "shadows": ("open the shadows of {}{after}", "deepen the shadows of {}{after}"),
    "saturation": ("make the colors of {} {much}stronger", "mute the colors of {}{after}"),
    "vibrance": ("make {} {much}more vivid", "make {} {much}less vivid"),
    "temperature": ("make {} {much}warmer", "make {} {much}cooler"),
    "tint": ("shift {} towards magenta{after}", "shift {} towards green{after}"),
    "hue": ("turn the hues of {}{after}", "turn the hues of {} back{after}"),
    "sharpness": ("sharpen {}{after}", "soften {}{after}"), "blur": ("blur {}{after}", "blur {}"),
    "vignette": ("darken the corners of {}{after}", ""), "grain": ("add grain to {}", ""),
    "pixelate": ("pixelate {}", ""),
}  # fmt: skip


def _adjust(operation: Any) -> str:
    target = where(operation)
    if operation.auto:
        return f"improve the light and color of {target}".removesuffix(" of it")
    said: list[str] = []
    for name, words in _TONES.items():
        value = getattr(operation, name)
        if value:
            subject = target if not said else "it"
            if (name, value) == ("saturation", -100):
                said.append(f"take the color out of {subject}")
                continue
            felt = value * 25 / 60 if name == "blur" and target == "the background" else value
            said.append(words[value < 0].format(subject, after=_after(felt), much=_much(felt)).replace(" of it", ""))
    return _listed(said[:3]) or f"adjust {target}"


def _listed(said: Sequence[str]) -> str:
    """Items as a list in words: "a", "a and b", "a, b and c"."""
    return " and ".join([", ".join(said[:-1]), said[-1]]) if len(said) > 1 else "".join(said)


_FAULTS = {
    "denoise": "take the noise out of {}",
    "deblur": "sharpen what is blurred in {}",
    "dehaze": "clear the haze from {}",
    "derain": "take the rain out of {}",
    "desnow": "take the snow out of {}",
    "low_light": "lift the darkness of {}",
    "shadow_removal": "soften the shadows in {}",
    "white_balance": "correct the white balance of {}",
    "upscale": "enlarge {} with more detail",
}


def _enhance(operation: Any) -> str:
    return str(_FAULTS[operation.task]).format(where(operation, "the picture"))


_MASS = lexicon.words(
    "snow rain fog smoke fire water grass sand light sunlight hair ice mist haze steam lightning fur "
    "dust lettering food "
    "coffee tea wine beer milk bread makeup lipstick jewelry furniture graffiti moss ivy confetti "
    "glitter foam mud blood "
    "text lighting foliage money wind frost "
    "honey butter cheese rice pasta flour sugar salt syrup chocolate cream sauce ketchup mustard jam juice lava dirt "
    "soil gravel straw hay clay wood metal leather velvet silk wool cotton paper cash gold silver traffic luggage "
    "armor seaweed algae rust slime dew pollen ash smog paint ink people men women "
    "children police greenery vegetation clothing garbage trash rubbish"
)
_HEAD = (
    r"^(?P<head>[\w' -]+?) (?:of|on|in|at|with|from|over|under|behind|by|out|coming|running|rising|falling|burning|"
    r"flowing|pouring|dripping|drifting|blowing|growing|covering|hanging|lying|floating|walking|standing|"
    r"sitting|playing|dancing|flying|swimming|riding)\b"
)


def _a(words: str) -> str:
    behind = search(_HEAD, words.lower())
    head = behind["head"] if behind else words.lower()
    first, last = head.split(" ", 1)[0], head.rsplit(" ", 1)[-1]
    if (
        last in _MASS
        or first in ("a", "an", "the", "some", "two", "three", "more", "his", "her")
        or (head.endswith("s") and not head.endswith("ss"))
    ):
        return words
    return f"{'an' if first[:1] in 'aeiou' else 'a'} {words}"


_PLURALS = {"man": "men", "woman": "women", "child": "children", "person": "people", "goose": "geese", "mouse": "mice",
            "sheep": "sheep", "fish": "fish", "knife": "knives", "leaf": "leaves", "wolf": "wolves"}  # fmt: skip


def _plural(words: str) -> str:
    head, _, last = words.rpartition(" ")
    ending = "es" if last.endswith(("s", "x", "sh", "ch")) else "s"
    return f"{head} {_PLURALS.get(last, last + ending)}".strip()


def _add(operation: Any) -> str:
    words = " ".join(part for part in (operation.color, operation.material, operation.object) if part)
    what = f"{operation.count} {_plural(words)}" if operation.count > 1 else _a(words)
    if operation.region is not None:
        return f"add {what} to {where(operation)}"
    place = operation.place or ""
    return f"add {what}" + (
        f" at the {place}"
        if place and " " not in place.replace(" left", "").replace(" right", "")
        else f" {place}"
        if place
        else ""
    )


_BACKGROUNDS = {
    "blur": "blur the background",
    "darken": "darken the background",
    "lighten": "brighten the background",
    "desaturate": "take the color out of the background",
    "remove": "take the background away",
    "picture": "put your picture behind the subject",
}


def _background(operation: Any) -> str:
    if operation.mode == "color":
        return f"make the background {operation.color}"
    front = _the(operation.subject) if operation.subject else "the subject"
    return _BACKGROUNDS.get(operation.mode) or f"put {_a(operation.scene or 'another scene')} behind {front}"


def _text(operation: Any) -> str:
    content = f"“{operation.content[:60]}”" if operation.content else "your words"
    if operation.action == "erase":
        return f"erase {where(operation, 'the lettering')}"
    if operation.action == "replace":
        old = f"“{operation.old[:60]}”" if operation.old else where(operation, "the lettering")
        return f"change {old} to {content}"
    spot = f" {_at(operation.place)}" if operation.place else f" on {where(operation)}" if operation.region else ""
    named = operation.color if operation.color and not operation.color.startswith("#") else None
    return f"write {content}{spot}" + (f" in {named}" if named else "")


_PARTS = (
    (1 / 2, "half"),
    (1 / 3, "third"),
    (1 / 4, "quarter"),
    (1 / 5, "fifth"),
    (2 / 3, "two thirds"),
    (3 / 4, "three quarters"),
)


def _part(value: float) -> str:
    return next((name for size, name in _PARTS if abs(value - size) < 0.002), f"{value:.0%}")


def _crop(operation: Any) -> str:
    cut = {side: getattr(operation, side) for side in ("left", "right", "top", "bottom") if getattr(operation, side)}
    if cut:
        return "crop " + " and ".join(
            f"the {side} {_part(value)}" if "%" not in _part(value) else f"{_part(value)} off the {side}"
            for side, value in cut.items()
        )
    if operation.ratio:
        return "crop it square" if operation.ratio == "1:1" else f"crop it to {operation.ratio}"
    if operation.region is not None:
        return f"crop {where(operation)} away" if operation.action == "away" else f"crop in on {where(operation)}"
    return "crop in on the middle"


def _rotate(operation: Any) -> str:
    turn = "" if abs(operation.degrees) == 180 else " clockwise" if operation.degrees > 0 else " counterclockwise"
    return f"rotate {where(operation)} by {abs(operation.degrees):g}°{turn}"


def _resize(operation: Any) -> str:
    if operation.scale is None:
        size = " × ".join(
            f"{side} px {name}" for side, name in ((operation.width_px, "wide"), (operation.height_px, "high")) if side
        )
        return f"resize the picture to {size}"
    verb = "enlarge" if operation.scale >= 1 else "shrink"
    return f"{verb} {where(operation, 'the picture')} to {operation.scale:.0%}"


def _at(place: str, way: str = "at") -> str:
    """A place by its name ("at the top left"), or as another thing tells it ("next to the spoon")."""
    if place in PLACES:
        return f"{way} the {place}"
    return f"to the {place}" if place.startswith(("left of ", "right of ")) else place


def _move(operation: Any) -> str:
    if operation.place:
        return f"move {where(operation)} {_at(operation.place, 'to')}"
    ways = [
        word
        for value, words in ((operation.dx, ("left", "right")), (operation.dy, ("up", "down")))
        if value
        for word in (words[value > 0],)
    ]
    far = max(abs(operation.dx or 0), abs(operation.dy or 0))
    return f"move {where(operation)}{' a little' if 0 < far <= 0.1 else ''} {' and '.join(ways)}".rstrip()


def _extend(operation: Any) -> str:
    sides = [side for side in ("left", "right", "top", "bottom") if getattr(operation, side)]
    if operation.ratio:
        return f"extend the picture to {operation.ratio}"
    return "extend the picture " + ("all around" if len(sides) == 4 else "at the " + " and ".join(sides))


def _restore(operation: Any) -> str:
    return (
        f"bring {where(operation)} back to how it was "
        f"{'at the start' if not operation.turn else f'in step {operation.turn}'}"
    )


def _pose(operation: Any) -> str:
    named = (operation.region and operation.region.phrase) or ""
    if named and named in operation.pose:
        return str(operation.pose)
    if operation.pose.split()[0] in lexicon.POSE_VERBS:
        return f"make {where(operation)} {operation.pose}"
    return f"change the pose of {where(operation)}: {operation.pose}"


def _duplicate(operation: Any) -> str:
    times = f" {operation.count} times" if operation.count > 1 else ""
    return f"copy {where(operation)}{times}" + (f" {_at(operation.place, 'to')}" if operation.place else "")


_PICTURES = lexicon.words(
    "watercolor sketch cartoon painting drawing photo poster comic mosaic engraving etching mural print"
)


def _restyle(operation: Any) -> str:
    style = operation.style
    if style in ("black and white", "sepia", "monochrome", "grayscale"):
        return f"turn {where(operation)} {style}"
    if style.endswith("ing") and style in lexicon.TIMES - {"evening", "morning", "spring"}:
        return f"make {where(operation)} look as if it were {style}"
    if style.split()[-1] in lexicon.TIMES and style.endswith("y") and not style.endswith("day"):
        return f"make {where(operation)} {style}"
    if style.split()[-1] in lexicon.TIMES:
        return f"make {where(operation)} look like {style}"
    if style.split()[-1] in _PICTURES:
        return f"make {where(operation)} look like {_a(style)}"
    return f"give {where(operation)} {_a(style)} look"


_SAY: dict[str, Callable[[Any], str]] = {
    "adjust": _adjust,
    "enhance": _enhance,
    "add": _add,
    "background": _background,
    "text": _text,
    "crop": _crop,
    "rotate": _rotate,
    "resize": _resize,
    "move": _move,
    "extend": _extend,
    "restore": _restore,
    "relight": lambda op: f"light {where(op)} with {op.light}" + (f" from the {op.direction}" if op.direction else ""),
    "remove": lambda op: f"remove {where(op)}",
    "replace": lambda op: f"replace {where(op)} with {_a(op.object)}",
    "duplicate": _duplicate,
    "extract": lambda op: f"cut out {where(op, 'the subject')}",
    "pose": _pose,
    "recolor": lambda op: f"make {where(op)} {op.color}",
    "retexture": lambda op: f"make {where(op)} out of {op.material}",
    "restyle": _restyle,
    "flip": lambda op: f"mirror {where(op)}" if op.axis == "horizontal" else f"flip {where(op)} upside down",
    "straighten": lambda op: "straighten it" + (f" by {op.degrees:g}°" if op.degrees else ""),
    "viewpoint": lambda op: f"show it {op.view}",
    "warp": lambda op: f"make {where(op)} {op.shape}",
    "compose": lambda op: "put your picture in" + (f" {_at(op.place)}" if op.place else ""),
    "match": lambda op: f"match the colors of {where(op)} to your picture",
    "analogy": lambda _: "do to it what was done between your two pictures",
    "generate": lambda op: f"make a new picture: {op.prompt[:80]}",
    "instruct": lambda op: op.instruction[:120].rstrip("."),
}
