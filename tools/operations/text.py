"""Text: write, replace or erase lettering. Knows nothing of how fonts are found or lines are broken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, Self
from unicodedata import bidirectional

from PIL import Image as PILImage
from PIL import ImageChops
from pydantic import Field

from tools import painting
from tools.beside import Placed, put_beside
from tools.errors import EditRejected, Unclear
from tools.painted import Painted
from tools.placement import Size, Span, fractions, put
from tools.types import Example, Frame, Region, Words

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.beside import Relation
    from tools.fonts import Face
    from tools.inscription import Strokes
    from tools.lettering import Align, Block
    from tools.selection import Selection
    from tools.studio import Studio

DEFAULT_CAP = 0.06

Height = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]


class Text(Placed, Painted):
    """Lettering. action="write" puts `content` at `place` or into the region; "replace" writes `content` where `old`
    (or the region) was; "erase" takes lettering away. `size` is the height of a capital as a fraction of the picture's
    height; colour and outline are chosen to be readable unless given. Copy `content` exactly as quoted.
    """

    op: Literal["text"] = "text"
    action: Literal["write", "replace", "erase"] = "write"
    content: Words = ""
    old: Words | None = None
    color: Annotated[str, Field(max_length=60)] | None = None
    size: Height | None = None
    font: Literal["sans", "serif", "mono", "hand"] = "sans"
    bold: bool = False
    outline: bool | None = None

    called: ClassVar[tuple[str, ...]] = ("lettering", "caption", "title", "writing", "words", "inscription")
    filled: ClassVar[tuple[str, ...]] = (*Placed.filled, *Painted.filled)
    examples: ClassVar[tuple[Example, ...]] = (
        Example("add the text 'hello' at the top", {"content": "hello", "place": "top"}),
        Example("write Happy Birthday in big yellow letters", {
            "content": "Happy Birthday", "color": "yellow", "size": 0.12,
        }),
        Example("put a small caption saying 'Lisbon, 2019' in the bottom right corner, serif", {
            "content": "Lisbon, 2019", "place": "bottom right", "size": 0.025, "font": "serif",
        }),
        Example("change the sign from OPEN to CLOSED", {
            "action": "replace", "old": "OPEN", "content": "CLOSED", "region": {"phrase": "sign"},
        }),
        Example("remove the watermark text", {"action": "erase", "region": {"phrase": "watermark text"}}),
    )  # fmt: skip

    @property
    def creates(self) -> bool:  # type: ignore[override]
        """Written words are gone again without this step; erased ones are not something new."""
        return self.action == "write"

    def margin_px(self, size: tuple[int, int]) -> int:
        return 8 if self.action == "write" else max(64, *size)

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        """Box, size, colour and rim are decided here, so that the stored step writes the same again."""
        if self.action != "write" and self.region is None:
            what = f"“{self.old}”" if self.old else "the lettering"
            raise Unclear(f"Where is {what}? I can't read yet.", "Draw a box around it.", (), "region")
        if self.action == "erase":
            return self
        if not self.content.strip():
            raise Unclear("What should it say?", "Put the words in quotes.", (), "content")
        from tools import inscription
        from tools.lettering import cap_of_em

        tight = selection.trimmed() if selection and self.region else None
        rgb = image.convert("RGB")
        old = inscription.find_strokes(rgb.crop(tight.box)) if tight and self.action == "replace" else None
        block = self._fitted(image.size, tight, old, studio)
        told = None if tight else self.anchored(image, studio)
        box = tight.box if tight else self._box(told, block.size, image.size)
        ground = studio.srgb(rgb).crop(box)
        ink = self.color or (old.colour if old else inscription.readable(ground))
        outline = not old and not inscription.stands_out(ground, ink) if self.outline is None else self.outline
        return self.model_copy(update={
            "region": self.region or Region(box=fractions(box, image.size)), "color": ink, "outline": outline,
            "size": min(1.0, cap_of_em(block.face, block.em_px) / image.height),
            "anchor": Region(box=fractions(told[1], image.size)) if told else None,
        })  # fmt: skip

    def _box(self, told: tuple[Relation, Span] | None, extent: Size, size: Size) -> Span:
        return put_beside(*told, extent, size) if told else put(self.place, extent, size)

    def _fitted(self, size: Size, tight: Selection | None, old: Strokes | None, studio: Studio) -> Block:
        """The setting that fits the region, or the picture's width."""
        from tools.lettering import cap_of_em, fit

        face = self._face(studio)
        cap = self.size * size[1] if self.size else old.cap_px if old else None
        wide = 0.55 if self._align != "center" else 0.92
        room = tight.mask.size if tight else (round(size[0] * wide), round(size[1] * 0.9))
        block = fit(self.content, face, room, cap or (None if tight else DEFAULT_CAP * size[1]))
        if block is None:
            raise EditRejected("That is too much text to be legible there.", "Say less, or draw a larger box.")
        if self.size and cap_of_em(face, block.em_px) < 0.85 * self.size * size[1]:
            studio.note("set smaller than asked, so that it fits")
        return block

    def _face(self, studio: Studio) -> Face:
        from PIL import features

        from tools.fonts import choose

        if any(bidirectional(letter) in ("R", "AL", "AN") for letter in self.content) and not features.check("fribidi"):
            raise EditRejected(
                "Text that runs from right to left needs the library FriBiDi, which is not installed.",
                "Install it (libfribidi0) and say it again.",
            )
        face = choose(self.content, self.font, self.bold)
        if face.other_style and self.font != "sans":
            studio.note(f"no {self.font} font is installed that has these letters, so it is set in {face.name}")
        return face

    @property
    def _align(self) -> Align:
        words = "" if self.beside else (self.place or "").split()
        return "left" if "left" in words else "right" if "right" in words else "center"

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        box = mask.getbbox()
        if box is None:
            return image
        if studio.prefers("instruct"):
            return painting.instruct(studio, image, self._instruction, mask, self.seed)
        if self.action != "write":
            image = _erased(image, mask, box, self.seed, studio)
        if self.action == "erase":
            return image
        from tools import inscription

        ink = self.color or inscription.readable(image.crop(box))
        return self._written(image, box, frame, studio, ink, inscription.opposite(ink) if self.outline else None)

    @property
    def _instruction(self) -> str:
        """What a model is told that the person asked for by its name; else the program letters itself, exactly."""
        where = (self.region and self.region.phrase) or "text"
        if self.action == "erase":
            return f"Remove the {where} and continue what is behind it."
        if self.action == "replace":
            return f"Replace the {where} with the text “{self.content}” in the same style."
        return f"Write the text “{self.content}”{f' in {self.color}' if self.color else ''} on the picture."

    def _written(self, image: Image, box: Span, frame: Frame, studio: Studio, ink: str, rim: str | None) -> Image:
        from tools.colours import parse_colour
        from tools.lettering import block, coverage, em_of_cap, lettered

        face = self._face(studio)
        cap = (self.size or DEFAULT_CAP) * frame.picture_height
        width, height = box[2] - box[0], box[3] - box[1]
        setting = block(self.content, face, em_of_cap(face, cap), width)
        letters = coverage(setting, (width, height), self._align)
        return lettered(image, letters, box[:2], parse_colour(ink), setting.em_px, parse_colour(rim) if rim else None)

    def alpha(self, alpha: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        """Letters and their rim can be seen on transparency too."""
        box = mask.getbbox()
        if box is None or self.action == "erase":
            return alpha
        rim = "#ffffff" if self.outline else None
        shown = self._written(PILImage.new("RGB", alpha.size), box, frame, studio, "#ffffff", rim)
        return ImageChops.lighter(alpha, shown.getchannel(0))

    def scaled(self, factor: float) -> Self | None:
        """Larger or smaller letters."""
        size = min(1.0, (self.size or DEFAULT_CAP) * factor)
        return self.model_copy(update={"size": size}) if self.action != "erase" else None


def _erased(image: Image, mask: Image, box: Span, seed: int | None, studio: Studio) -> Image:
    """The strokes filled in where they can be told from their ground, otherwise the whole region."""
    from tools.inscription import find_strokes

    found = find_strokes(image.crop(box))
    hole = PILImage.new("L", image.size, 0)
    if found:
        hole.paste(found.mask, box[:2])
    hole = ImageChops.darker(hole, mask) if found else mask
    hole = hole.point(lambda value: 255 if value else 0)
    return painting.fill(studio, image, hole, seed)
