"""The studio: engines, grounders, pictures, progress and cancelling; all that an operation may see.

It is handed plain values and callables by whoever makes it, so it knows nothing of settings, sessions or planners.
"""

from __future__ import annotations

import tomllib
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from tools.errors import Cancelled, EditRejected, ModelUnavailable, ToolError
from tools.routing import called, ordered
from tools.types import Sampling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from PIL.Image import Image

    from tools.selection import Pixels, Selection
    from tools.types import Candidate, Control, Operation, Region

SKILLS = ("fill", "paint", "instruct", "restyle", "generate", "upscale")


@runtime_checkable
class Engine(Protocol):
    """A way of making pixels. It offers each of its `skills` as a method of that name, on RGB pictures.

    One that loads models may say in `families` which of the catalogue's families those are, one that is a model itself
    in `family`; a `group` is a name for several. What it repaints beyond its mask it says by `drifts`; a model that
    leaves everything outside its mask as it was also says that it `keeps`. In `guides` is what its shapes can follow.
    """

    @property
    def name(self) -> str: ...

    @property
    def skills(self) -> frozenset[str]: ...

    def versions(self) -> dict[str, str]:
        """The libraries that decide its pixels, for the receipt."""
        ...


@runtime_checkable
class Attentive(Protocol):
    """An engine that wants to know for whom it works: to ask leave, to tell how far it is, and to be stopped."""

    def working_for(self, studio: Studio) -> Engine:
        """The engine for the edits of one studio."""
        ...

    def ready(self, skill: str) -> None:
        """Raises what would keep it from `skill`, before anything is looked for or asked."""
        ...


class Grounder(Protocol):
    """A way of finding what a phrase means."""

    name: str

    def propose(self, phrase: str, image: Image) -> Sequence[Candidate]:
        """Places the phrase may mean in an sRGB picture, with honest scores; empty if it is not its business."""
        ...


class Segmenter(Protocol):
    """A way of cutting out the thing that somebody points at."""

    name: str

    def segment(self, image: Image, box: Pixels | None, points: Sequence[tuple[int, int]] = ()) -> Candidate | None:
        """The thing in a pixel box, or under points (x, y), of an sRGB picture; None where there is none."""
        ...


def _no_picture(digest: str) -> Image:
    raise EditRejected("The picture that this step refers to is not at hand.", "Attach the picture again.")


@dataclass
class Studio:
    """What an edit works with. `used` collects the names and versions of the engines that were really asked."""

    engines: Sequence[Engine] | None = None
    grounders: Sequence[Grounder] | None = None
    segmenter: Segmenter | None = None
    picture: Callable[[str], Image] = _no_picture
    locate: Callable[[Image, str], Sequence[Candidate]] | None = None
    judge: Callable[[Image, Image, str], float] | None = None
    on_progress: Callable[[float, str], None] = field(default=lambda fraction, label: None)
    cancelled: Callable[[], bool] = field(default=lambda: False)
    icc: bytes | None = None
    device: str = "cpu"
    dtype: str = "uint8"
    used: list[Engine] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    chosen: str | None = None  # the engine, or the group of engines, that the person asked for by its name
    named: Callable[[str], Sequence[Engine] | None] | None = None  # all engines of a name; raises where nobody has it
    pinned: str | None = None  # the engine that made the recorded step at work, and that shall make it again
    preferred: Mapping[str, str] = field(default_factory=dict)  # operation or skill → engine, by the settings
    operation: str = ""  # the `op` of the edit at work
    sampling: Sampling = field(default_factory=Sampling)  # how the person wants the edit at work made
    controls: Sequence[Control] = ()  # what guides the shapes of the edit at work
    sampled: Sampling | None = None  # how a model really made it
    shift_px: float = 0.0  # by which a model moved the picture of the edit at work
    found: Image | None = None  # where the edit at work turned out to have changed something, where nobody said
    wanted: str | None = None  # the engine that shall make the edit at work, by the edit's own word
    only: Sequence[Engine] | None = None  # the engines for the edit at work, where it has such a word

    def begin(self, operation: Operation) -> None:
        """A new edit: nothing was used, noticed or found yet. Raises Cancelled."""
        self.used.clear()
        self.notes.clear()
        self.shift_px, self.found, self.sampled = 0.0, None, None
        self.operation = operation.op
        self.sampling = getattr(operation, "sampling", None) or Sampling()
        self.controls = getattr(operation, "controls", ())
        self.wanted, self.only = self.pinned or getattr(operation, "engine", None), None
        if self.wanted and self.named:
            named = tuple(self.named(self.wanted) or ())
            others = self._engines() if self.pinned else ()
            self.only = (*named, *(engine for engine in others if engine.name not in {one.name for one in named}))
        self.check()

    def engine(self, skill: str) -> Any:
        """The best engine that offers `skill`; its method has the skill's name. Raises ModelUnavailable."""
        best = next(iter(self._offering(skill)), None)
        if best is None:
            raise unavailable(skill)
        ours = best.working_for(self) if isinstance(best, Attentive) else best
        self.used.append(ours)
        return ours

    def ready(self, skill: str) -> None:
        """Raises what keeps the engine that offers `skill` from it: leave that was not given, a missing library."""
        engine = next(iter(self._offering(skill)), None)
        if isinstance(engine, Attentive):
            engine.ready(skill)

    def prefers(self, skill: str, by_example: bool = False) -> bool:
        """Whether the person asked by name for an engine that offers `skill`, also after other pictures if wanted."""
        wanted = self.wanted or self.chosen
        named = [engine for engine in self._offering(skill) if called(engine, wanted)]
        return any(not by_example or getattr(engine, "takes_references", False) for engine in named)

    def without_models(self) -> Studio | None:
        """A studio for a first look, which asks no model. None where the person asked for one by name."""
        models = [engine for engine in self._engines() if getattr(engine, "drifts", False)]
        if any(called(engine, self.chosen) for engine in models):
            return None
        quick = [engine for engine in self._engines() if engine not in models]
        return replace(self, engines=quick, used=[], notes=[])

    def has(self, name: str) -> bool:
        """Whether there is an engine of that name."""
        if self.named is None:
            return any(engine.name == name for engine in self._engines())
        try:
            return any(engine.name == name for engine in self.named(name) or ())
        except ToolError:
            return False

    def offers(self, skill: str) -> bool:
        return bool(self._offering(skill))

    def ground(self, image: Image, region: Region, about_object: bool = False, about_paint: bool = False) -> Selection:
        """Where `region` lies in `image`. Raises RegionNotFound with candidates when the words do not decide it."""
        from tools.grounding import ground

        return ground(image, region, self, about_object, about_paint)

    def progress(self, fraction: float, label: str = "") -> None:
        """Say how far the work is (0 … 1); the place where a cancelled edit stops."""
        self.check()
        self.on_progress(min(max(fraction, 0.0), 1.0), label)

    def check(self) -> None:
        """Raises Cancelled if the person asked to stop."""
        if self.cancelled():
            raise Cancelled("Stopped; nothing was changed.")

    def note(self, sentence: str) -> None:
        """Something the receipt should tell."""
        if sentence not in self.notes:
            self.notes.append(sentence)

    @contextmanager
    def optional(self, name: str) -> Iterator[None]:
        """What can be done without: a model that can't be opened, or lacks memory or a library, is noted and left."""
        try:
            yield
        except ToolError as error:
            if error.mend != "operator":
                raise
            self.note(f"Found without {name}. {error.message} {error.hint}".strip())

    def srgb(self, image: Image) -> Image:
        """An sRGB view, for colour words and models only; the picture's own numbers are never converted."""
        from tools.photo import srgb_view

        return srgb_view(image, self.icc)

    def _engines(self) -> Sequence[Engine]:
        if self.engines is None:
            from tools.engines import installed

            self.engines = installed()
        return self.engines

    def _offering(self, skill: str) -> list[Engine]:
        """The engines with a skill, best first for the operation at work."""
        wanted = self.wanted or self.chosen or self.preferred.get(self.operation) or self.preferred.get(skill)
        engines = self._engines() if self.only is None else self.only
        return ordered([engine for engine in engines if skill in engine.skills], self.operation, skill, wanted)


@cache
def catalog() -> dict[str, Any]:
    """What `tools/catalog.toml` says, as it is written; tools/models/catalog.py parses it."""
    return tomllib.loads(files("tools").joinpath("catalog.toml").read_text("utf-8"))


def unavailable(skill: str, instead: str = "") -> ModelUnavailable:
    """The error for a skill that nothing offers: which model would, and what can be done `instead` without one."""
    from tools.engines import installed, loads
    from tools.models.catalog import entries

    what = catalog()["skill"].get(skill, skill)
    families = {family for engine in installed() for family in getattr(engine, "families", ())}
    usable = (entry for entry in entries() if skill in entry.skills and (entry.family in families or loads(entry)))
    model = next(usable, None)
    if model is not None:
        message = (
            f"{what[0].upper()}{what[1:]} needs a model such as {model.title} ({model.repo}, {model.disk_gb:g} GB)."
        )
        return ModelUnavailable(message, f"{instead} Get it with: pentimento models pull {model.name}".strip(), skill)
    named = next((entry for entry in entries() if skill in entry.skills), None)
    needs = f"such as {named.title} ({named.repo}, {named.disk_gb:g} GB)" if named else "that is not installed"
    message = f"{what[0].upper()}{what[1:]} needs a diffusion model {needs}; no engine for it is installed."
    return ModelUnavailable(message, instead, skill)
