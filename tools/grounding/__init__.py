"""Finding what part of a photograph a region means: drawn regions as drawn, phrases by asking every grounder.

One file per way of finding things; a module whose class has its name (`sky` → `Sky`) and a `propose` method is a
grounder, and so is every entry point of the group "pentimento.grounders". No neural weights are needed or known here.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from pkgutil import iter_modules
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.selection import Selection
    from tools.studio import Grounder, Studio
    from tools.types import Candidate, Region

GROUP = "pentimento.grounders"


@cache
def installed() -> tuple[Grounder, ...]:
    """Other packages' grounders, then the built-in ones in alphabetical order."""
    found = (_grounder(module.name) for module in iter_modules(__path__))
    others = tuple(entry.load()() for entry in entry_points(group=GROUP))
    return (*others, *(grounder for grounder in found if grounder is not None))


def _grounder(name: str) -> Grounder | None:
    kind: type[Grounder] | None = getattr(import_module(f"{__name__}.{name}"), name.capitalize(), None)
    return kind() if kind is not None and hasattr(kind, "propose") else None


def ground(
    image: Image, region: Region, studio: Studio, about_object: bool = False, about_paint: bool = False
) -> Selection:
    """Where `region` lies in `image` (L, LA, RGB or RGBA), at the picture's own size.

    A drawn region comes back exactly as drawn; `about_object` refines it to the object inside, and completes a
    named colour to the thing that has it; with `about_paint` to no more than its painted parts. Raises RegionNotFound
    with at most six candidates when the words don't decide it, BadArguments for a mask that doesn't fit the picture.
    """
    from tools.errors import BadArguments
    from tools.selection import Selection

    if region.drawn:
        from tools.grounding.drawn import drawn_selection

        found = drawn_selection(image, region, studio, about_object)
    elif region.phrase and region.phrase.strip():
        from tools.grounding.asking import find

        found = find(image, region.phrase, studio, about_object, about_paint)
    elif region.object_id:
        raise BadArguments("The object of an earlier turn has to come with its mask.")
    else:
        found = Selection.everything(image.size)
    return found.feathered(region.feather_px)


def embodied(image: Image, painted: Selection, studio: Studio) -> Selection:
    """The whole thing, of which only the painted parts are known: they were recolored before."""
    from tools.grounding.asking import embodied as with_the_rest

    return with_the_rest(image, painted, studio)


def candidates(image: Image, phrase: str | None, studio: Studio, limit: int = 6) -> list[Candidate]:
    """Places the phrase may mean, at the picture's own size, distinct, best first; without words, plausible objects."""
    from tools.grounding.asking import proposals

    return proposals(image, phrase or "", studio, limit)
