"""Add: put something new into the picture, from words or from another picture. Knows nothing of any one model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self

from PIL import ImageChops
from pydantic import Field

from tools import painting
from tools.beside import Placed, fitting, put_beside
from tools.painted import Painted
from tools.placement import Span, fractions, put
from tools.places import parse_place
from tools.selection import Selection
from tools.types import Digest, Example, Fraction, Frame, Region, Words

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.studio import Studio

DEFAULT_HEIGHT = 0.35


class Add(Placed, Painted):
    """Add an object that is not there yet ("put a hat on the man": object="hat", region=the man's head). `reference` is
    an attached picture of it, whose subject is cut out and put in; without one the object is painted from words.
    `place` says where ("top left", "next to the tree"), `size` is its height as a fraction of the picture's height.
    """

    op: Literal["add"] = "add"
    object: Annotated[str, Field(min_length=1, max_length=200)]
    place: Words | None = None
    reference: Digest | None = None
    count: Annotated[int, Field(ge=1, le=20)] = 1
    size: Fraction | None = None
    color: Annotated[str, Field(max_length=60)] | None = None
    material: Annotated[str, Field(max_length=100)] | None = None

    creates: ClassVar[bool] = True
    filled: ClassVar[tuple[str, ...]] = (*Placed.filled, *Painted.filled)
    examples: ClassVar[tuple[Example, ...]] = (
        Example(
            "put a straw hat on the man", {"object": "hat", "material": "straw", "region": {"phrase": "man's head"}}
        ),
        Example("add a small bird at the top left", {"object": "bird", "place": "top left", "size": 0.15}),
        Example("add three red balloons", {"object": "balloon", "count": 3, "color": "red"}),
        Example("I'd like a dog in the bottom right corner", {"object": "dog", "place": "bottom right"}),
    )

    def require(self, studio: Studio) -> None:
        if self.reference is None:
            thing = painting.article(self.object)
            painting.need(studio, ("paint",), f"Or attach a picture of {thing} and I'll put it in.")
        elif studio.prefers("paint", by_example=True):
            studio.ready("paint")

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        """Where it goes, as a region."""
        if self.region is not None:
            return self
        size = image.size
        box = self._box(1.0 if self.reference is None else self._aspect(studio), image, studio)
        done = {"place": None, "anchor": None, "size": None}
        return self.model_copy(update={**done, "region": Region(box=fractions(box, size))})

    def _aspect(self, studio: Studio) -> float:
        from tools.reference import row_aspect, subject_of

        return row_aspect(subject_of(self.reference or "", studio).aspect, self.count)

    def _box(self, aspect: float, image: Image, studio: Studio) -> Span:
        from tools.reference import extent

        size, told = image.size, self.anchored(image, studio)
        wanted = extent(aspect, (self.size or DEFAULT_HEIGHT) * size[1], size)
        if told:
            return put_beside(*told, wanted if self.size else fitting(*told, wanted, size), size)
        place = parse_place(self.place) if self.place else None
        return put(place, wanted, size)

    def margin_px(self, size: tuple[int, int]) -> int:
        return max(64, max(size) // 2)

    def footprint(self, selection: Selection) -> Selection:
        """A cut-out is fitted into the whole box; a painter keeps to the shape."""
        return selection if self.reference is None else Selection.rectangle(selection.box, selection.size)

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        if self.reference is None:
            return painting.paint(studio, image, mask, self.prompt, "", self.seed)
        if studio.prefers("paint", by_example=True):
            return painting.paint_like(studio, image, mask, self.prompt, self.reference, self.seed)
        from tools.reference import put_in, subject_of

        if self.color or self.material:
            studio.note("it was put in with its own colours; say “make it …” to change them")
        return put_in(image, mask, frame, subject_of(self.reference, studio), self.count)

    def alpha(self, alpha: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        """What is put in can be seen on transparency too."""
        if self.reference is None:
            return ImageChops.lighter(alpha, mask)
        from tools.reference import put_in_alpha, subject_of

        return put_in_alpha(alpha, mask, frame, subject_of(self.reference, studio), self.count)

    @property
    def prompt(self) -> str:
        """What a painting model is told."""
        words = [str(self.count) if self.count > 1 else "", self.color or "", self.material or "", self.object]
        return " ".join(word for word in words if word)
