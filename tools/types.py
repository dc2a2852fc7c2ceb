"""The dictionary of the project: Region, Frame, Operation, Edit, Receipt, Sampling, Candidate.

An operation *is* a pydantic model: its fields are the arguments, its docstring is what the planner and the person read.
Schema, validation, storage, replay and help follow from it. This file knows no operation, no engine and no store.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.selection import Selection
    from tools.studio import Studio

Transform = tuple[float, float, float, float, float, float, float, float, float]
IDENTITY: Transform = (1.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0, 0.0, 1.0)

Fraction = Annotated[float, Field(ge=0, le=1, allow_inf_nan=False)]
Amount = Annotated[float, Field(ge=-100, le=100, allow_inf_nan=False)]
Percent = Annotated[float, Field(ge=0, le=100, allow_inf_nan=False)]
Shift = Annotated[float, Field(ge=-1, le=1, allow_inf_nan=False)]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Words = Annotated[str, Field(max_length=2000)]
Point = tuple[Fraction, Fraction]


def _ordered(box: tuple[float, float, float, float]) -> tuple[float, float, float, float]:
    if not (box[0] < box[2] and box[1] < box[3]):
        raise ValueError("a box is x0,y0,x1,y1 with x0 < x1 and y0 < y1")
    return box


Box = Annotated[tuple[Fraction, Fraction, Fraction, Fraction], AfterValidator(_ordered)]


class Region(BaseModel):
    """A part of the picture, said in words or drawn. Fractions of the whole picture, origin top left."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    phrase: Words | None = None
    box: Box | None = None
    points: Annotated[tuple[Point, ...], Field(min_length=1, max_length=1000)] | None = None
    mask: Digest | None = None
    object_id: Annotated[str, Field(max_length=40)] | None = None
    feather_px: Annotated[float, Field(ge=0, le=500)] = 0

    @property
    def drawn(self) -> bool:
        """True when a person or a program pointed at it instead of naming it."""
        return bool(self.box or self.points or self.mask)


@dataclass(frozen=True)
class Frame:
    """Where a crop lies: its top left corner and size, and the size of the whole picture, in pixels."""

    x: int
    y: int
    width: int
    height: int
    picture_width: int
    picture_height: int

    @classmethod
    def of(cls, box: tuple[int, int, int, int], size: tuple[int, int]) -> Frame:
        x0, y0, x1, y1 = box
        return cls(x0, y0, x1 - x0, y1 - y0, *size)

    @property
    def box(self) -> tuple[int, int, int, int]:
        return self.x, self.y, self.x + self.width, self.y + self.height

    @property
    def size(self) -> tuple[int, int]:
        return self.width, self.height

    @property
    def picture_size(self) -> tuple[int, int]:
        return self.picture_width, self.picture_height

    def padded(self, margin_px: int) -> Frame:
        """Grown on every side, clipped to the picture."""
        x0, y0, x1, y1 = self.box
        width, height = self.picture_size
        box = max(0, x0 - margin_px), max(0, y0 - margin_px), min(width, x1 + margin_px), min(height, y1 + margin_px)
        return Frame.of(box, self.picture_size)

    def union(self, other: Frame) -> Frame:
        a, b = self.box, other.box
        return Frame.of((min(a[0], b[0]), min(a[1], b[1]), max(a[2], b[2]), max(a[3], b[3])), self.picture_size)


class Sampling(BaseModel):
    """What every skill of a generative engine takes; absent means the engine's own good default."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    seed: Annotated[int, Field(ge=0, lt=2**32)] | None = None
    steps: Annotated[int, Field(ge=1, le=200)] | None = None
    guidance: Annotated[float, Field(ge=0, le=50)] | None = None
    image_guidance: Annotated[float, Field(ge=0, le=50)] | None = None
    strength: Fraction | None = None
    scheduler: Annotated[str, Field(max_length=60)] | None = None

    def over(self, defaults: Sampling) -> Sampling:
        """These values where they are given, and `defaults` where they are not."""
        return defaults.model_copy(update=self.model_dump(exclude_none=True))


ControlKind = Literal["canny", "depth", "pose", "segmentation", "sketch"]


class Control(BaseModel):
    """What guides a model's shapes: an attached picture of that kind; without one it is read off the picture itself."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: ControlKind
    picture: Digest | None = None


@dataclass(frozen=True)
class Candidate:
    """One place that a phrase may mean. `score` ∈ [0, 1] is how sure the source is, `label` what it calls the place.

    `boxed`: only a box around it is known, and the selection is that rectangle; with `parts`, it is several things, and
    these are their boxes. `whole`: the thing itself was found, not only what of it has the colour that was named.
    """

    selection: Selection
    score: float
    label: str = ""
    boxed: bool = False
    parts: tuple[Selection, ...] = ()
    whole: bool = False


class Example(NamedTuple):
    """An utterance and the arguments it asks for: few-shot for planners, documentation and test in one."""

    said: str
    arguments: dict[str, Any]


class Operation(BaseModel):
    """Something that can be asked for. One subclass, in a file of its own, per `op`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: ClassVar[int] = 1
    examples: ClassVar[tuple[Example, ...]] = ()
    about_object: ClassVar[bool] = False  # a drawn region is refined to the object in it
    about_paint: ClassVar[bool] = False  # of "the red cup" only what is red, not the cup with its white inside
    needs_region: ClassVar[bool] = False  # without a region the program has to ask "what?"
    needs_colour: ClassVar[bool] = False  # a gray picture becomes a colour picture first
    makes_alpha: ClassVar[bool] = False  # the alpha channel is the operation's own business
    creates: ClassVar[bool] = False  # something new is in the picture afterwards, which is gone again without this step
    called: ClassVar[tuple[str, ...]] = ()  # what else people call it: "undo the lettering"
    filled: ClassVar[tuple[str, ...]] = ()  # arguments that the program fills in itself and no model may

    op: str
    region: Region | None = None
    seed: Annotated[int, Field(ge=0, lt=2**32)] | None = None

    @property
    def whole(self) -> bool:
        """True when the size, or the place of everything, may change."""
        return False

    @property
    def grow_px(self) -> int:
        """How far beyond the asked region it may write; at most 16."""
        return 0

    def margin_px(self, size: tuple[int, int]) -> int:
        """How much context around a region of `size` it wants to see."""
        return 0

    def require(self, studio: Studio) -> None:
        """Raise ModelUnavailable where nothing can carry it out: told before anything is looked for or asked."""

    def resolve(self, image: Image, selection: Selection | None, studio: Studio) -> Self:
        """Make everything explicit that depends on the picture, so that the stored step repeats exactly."""
        return self

    def footprint(self, selection: Selection) -> Selection:
        """Where it may write, for a grounded selection."""
        return selection.dilated(self.grow_px)

    def apply(self, image: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        """The edited crop. `image` is RGB (RGBA if `makes_alpha`), `mask` L, both of the frame's size."""
        raise TypeError(f"{self.op} has no apply()")

    def alpha(self, alpha: Image, mask: Image, frame: Frame, studio: Studio) -> Image:
        """The transparency (L) of the edited crop, in a picture that has any: it goes where the pixels go."""
        if self.whole and self.transform(alpha.size) != IDENTITY:
            return self.apply(alpha.convert("RGB"), mask, frame, studio).getchannel(0)
        return alpha

    def transform(self, size: tuple[int, int]) -> Transform:
        """3×3, input to output pixels, for a picture of `size`; identity unless the geometry changes."""
        return IDENTITY

    def after(self, selection: Selection) -> Selection | None:
        """Where the object of a local edit lies afterwards; None when it is gone."""
        return selection

    def merge(self, earlier: Operation) -> Self | None:
        """One operation that does `earlier` and then this, from the picture before `earlier`; None if none can."""
        return None

    def scaled(self, factor: float) -> Self | None:
        """The same with its amount multiplied ("half that"); None where there is no amount."""
        return None

    def words(self) -> set[str]:
        """The words by which a person may refer to this step later ("undo the hat")."""
        said = [self.op, *self.called, (self.region and self.region.phrase) or ""]
        given = self.model_dump(exclude_defaults=True, exclude={"op", "region", "seed"})
        said += [value for value in given.values() if isinstance(value, str) and len(value) < 64]
        return {word for text in said for word in text.lower().replace("_", " ").split()}

    def describe(self) -> str:
        """A few words for a person: the arguments that differ from their defaults."""
        given = self.model_dump(exclude_defaults=True, exclude={"op", "region", "seed"}, mode="json")
        shown = ", ".join(f"{name} {_brief(value)}" for name, value in given.items())
        return f"{self.op} {shown}".strip()


def _brief(value: object) -> str:
    if isinstance(value, float):
        return f"{round(value, 3):g}"
    text = str(value)
    return text if len(text) <= 40 else text[:37] + "…"


@dataclass(frozen=True)
class Receipt:
    """What an edit measurably did. Counts are pixels; None where a count has no meaning."""

    asked_px: int | None = None
    mask_px: int | None = None
    grow_px: int = 0
    changed_inside: int | None = None
    changed_outside: int | None = None
    shift_px: float = 0.0
    same_size: bool = True
    engine: str = "embedded"
    model: str | None = None
    versions: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    notes: tuple[str, ...] = ()
    spared: str = ""  # what was left alone because the person asked for it
    sampling: dict[str, Any] = field(default_factory=dict)  # steps, guidance … that a model really used
    limits: str = ""  # the licence of a model that is not for commercial use

    def to_json(self) -> dict[str, Any]:
        """Plain JSON; what only some edits have is left out where there is none."""
        said = {**asdict(self), "notes": list(self.notes)}
        return {name: value for name, value in said.items() if value or name not in ("spared", "sampling", "limits")}


@dataclass(frozen=True)
class Edit:
    """What one operation did: the new picture, where it wrote, and what it resolved to."""

    image: Image
    operation: Operation
    asked: Selection | None
    written: Selection | None
    target: Selection | None
    transform: Transform
    receipt: Receipt
    spared: Selection | None = None  # what stayed as it was, to the bit; None where the geometry changed


@dataclass(frozen=True)
class Spared:
    """A part of the picture that no edit may change, and what the person calls it."""

    selection: Selection
    name: str
