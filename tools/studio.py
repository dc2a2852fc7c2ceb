"""The studio: engines, grounders, pictures, progress and cancelling; all that an operation may see.

It is handed plain values and callables by whoever makes it, so it knows nothing of settings, sessions or planners.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from tools.errors import Cancelled, EditRejected, ModelUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from PIL.Image import Image

    from tools.selection import Selection
    from tools.types import Candidate, Region

SKILLS = ("fill", "paint", "instruct", "restyle", "generate", "upscale")


@runtime_checkable
class Engine(Protocol):
    """A way of making pixels. It offers each of its `skills` as a method of that name, on RGB pictures.

    One that loads models may say in `families` which of the catalogue's families those are.
    """

    name: str
    skills: frozenset[str]

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


def _no_picture(digest: str) -> Image:
    raise EditRejected("The picture that this step refers to is not at hand.", "Attach the picture again.")


@dataclass
class Studio:
    """What an edit works with. `used` collects the names and versions of the engines that were really asked."""

    engines: Sequence[Engine] | None = None
    grounders: Sequence[Grounder] | None = None
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
    chosen: str | None = None  # the engine that the person asked for by its name
    shift_px: float = 0.0  # by which a model moved the picture of the edit at work
    found: Image | None = None  # where the edit at work turned out to have changed something, where nobody said

    def begin(self) -> None:
        """A new edit: nothing was used, noticed or found yet. Raises Cancelled."""
        self.used.clear()
        self.notes.clear()
        self.shift_px, self.found = 0.0, None
        self.check()

    def engine(self, skill: str) -> Any:
        """The first engine that offers `skill`; its method has the skill's name. Raises ModelUnavailable."""
        for engine in self._engines():
            if skill in engine.skills:
                ours = engine.working_for(self) if isinstance(engine, Attentive) else engine
                self.used.append(ours)
                return ours
        raise unavailable(skill)

    def ready(self, skill: str) -> None:
        """Raises what keeps the engine that offers `skill` from it: leave that was not given, a missing library."""
        engine = next((engine for engine in self._engines() if skill in engine.skills), None)
        if isinstance(engine, Attentive):
            engine.ready(skill)

    def prefers(self, skill: str, by_example: bool = False) -> bool:
        """Whether the person asked by name for an engine that offers `skill`, also after other pictures if wanted."""
        named = [engine for engine in self._engines() if engine.name == self.chosen and skill in engine.skills]
        return any(not by_example or getattr(engine, "takes_references", False) for engine in named)

    def without_models(self) -> Studio | None:
        """A studio for a first look, which asks no model. None where the person asked for one by name."""
        models = {engine.name for engine in self._engines() if getattr(engine, "drifts", False)}
        if self.chosen in models:
            return None
        quick = [engine for engine in self._engines() if engine.name not in models]
        return replace(self, engines=quick, used=[], notes=[])

    def offers(self, skill: str) -> bool:
        return any(skill in engine.skills for engine in self._engines())

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

    def srgb(self, image: Image) -> Image:
        """An sRGB view, for colour words and models only; the picture's own numbers are never converted."""
        from tools.photo import srgb_view

        return srgb_view(image, self.icc)

    def _engines(self) -> Iterator[Engine]:
        if self.engines is None:
            from tools.engines import installed

            self.engines = installed()
        return iter(self.engines)


@cache
def catalog() -> dict[str, Any]:
    """What `tools/catalog.toml` says, as it is written; tools/models/catalog.py parses it."""
    return tomllib.loads(files("tools").joinpath("catalog.toml").read_text("utf-8"))


def unavailable(skill: str, instead: str = "") -> ModelUnavailable:
    """The error for a skill that nothing offers: which model would, and what can be done `instead` without one."""
    from tools.engines import installed
    from tools.models.catalog import entries, loadable

    what = catalog()["skill"].get(skill, skill)
    families = [family for engine in installed() for family in getattr(engine, "families", ())]
    model = loadable(families, skill)
    if model is not None:
        message = (
            f"{what[0].upper()}{what[1:]} needs a model such as {model.title} ({model.repo}, {model.disk_gb:g} GB)."
        )
        return ModelUnavailable(message, f"{instead} Get it with: pentimento models pull {model.name}".strip(), skill)
    named = next((entry for entry in entries() if skill in entry.skills), None)
    needs = f"such as {named.title} ({named.repo}, {named.disk_gb:g} GB)" if named else "that is not installed"
    message = f"{what[0].upper()}{what[1:]} needs a diffusion model {needs}; no engine for it is installed."
    return ModelUnavailable(message, instead, skill)
