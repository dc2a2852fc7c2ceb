"""Diffusion models in this process: one engine for each that was pulled, under the model's own name.

It turns the skills into jobs for the model's family; loading and running are its neighbours'. No model is loaded, and
no library of one, before pixels are asked for. It knows no operation.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from tools.engines.diffusion import families
from tools.engines.diffusion.family import Family, Job
from tools.engines.diffusion.parts import adapter, guide
from tools.engines.libraries import library_versions
from tools.errors import ModelRefused, ModelUnavailable
from tools.models.device import card
from tools.types import Sampling

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from PIL.Image import Image

    from tools.engines.options import Options
    from tools.models.catalog import Entry
    from tools.models.judging import Judged
    from tools.models.shelf import Installed, Shelf
    from tools.studio import Studio
    from tools.types import ControlKind

LIBRARIES = ("torch", "diffusers", "transformers", "accelerate", "peft", "pentimento")
_DEFAULT = Sampling()


def _families() -> dict[str, Family]:
    """Every family, by its name, from the one class that its file holds."""
    found: dict[str, Family] = {}
    for module in iter_modules(families.__path__):
        room = import_module(f"{families.__name__}.{module.name}")
        kinds = (kind for kind in vars(room).values() if isinstance(kind, type) and kind.__module__ == room.__name__)
        found |= {kind.name: kind() for kind in kinds if issubclass(kind, Family) and hasattr(kind, "name")}
    return found


FAMILIES = _families()


def of(model: Installed, entry: Entry | None, shelf: Shelf, options: Options) -> Diffusion | None:
    """The engine for a pulled model; None where no family here loads it."""
    family = FAMILIES.get(entry.family) if entry else _family_of(model)
    return Diffusion(model, entry, family, shelf, options) if family else None


def _family_of(model: Installed) -> Family | None:
    """The family that takes the pipeline class of a folder which the catalogue does not know."""
    from tools.models.configs import read

    try:
        kind = read(model.path / "model_index.json", model.name).get("_class_name")
    except ModelRefused:
        return None
    return next((family for family in FAMILIES.values() if kind in family.pipelines), None)


@lru_cache(maxsize=32)
def _judged(path: Path, name: str, pipelines: tuple[str, ...], seen: tuple[object, ...]) -> Judged:
    """A folder judged, for as long as its files are those that were `seen`: every edit asks."""
    from tools.models.judging import judge

    return judge(path, name, pipelines)


@dataclass(frozen=True)
class Diffusion:
    """One model. `entry` is the catalogue's where it knows the model; `shelf` holds what may be added to it."""

    installed: Installed
    entry: Entry | None
    kind: Family
    shelf: Shelf
    options: Options
    studio: Studio | None = None

    group = "diffusion"
    drifts = True

    @property
    def name(self) -> str:
        return self.installed.name

    @property
    def family(self) -> str:
        return self.kind.name

    @property
    def skills(self) -> frozenset[str]:
        return self.kind.skills

    @property
    def takes_references(self) -> bool:
        return self.kind.takes_references or adapter(self._parts) is not None

    @property
    def instructed(self) -> bool:
        return self.kind.instructed

    @property
    def guides(self) -> frozenset[ControlKind]:
        """What its shapes can be guided by, as far as the parts for it are installed."""
        return frozenset(kind for kind in self.kind.controls if guide(self._parts, kind) is not None)

    @property
    def model(self) -> str:
        """Repository and commit; from a folder, what its files hash to."""
        return self.installed.origin

    @property
    def limits(self) -> str:
        """The licence, where it allows no commercial use."""
        return self.entry.licence if self.entry and not self.entry.commercial else ""

    @property
    def slow(self) -> bool:
        return self.options.device == "cpu" or (not self.options.device and not card())

    def versions(self) -> dict[str, str]:
        """The libraries that decide its pixels and, once it ran, where and how it did: other ways give others."""
        from tools.engines.diffusion.keeping import loaded

        way = next((one.way for one in loaded() if one.path == self.installed.path), None)
        return library_versions(LIBRARIES) | ({"run": way} if way else {})

    def working_for(self, studio: Studio) -> Diffusion:
        return replace(self, studio=studio)

    def ready(self, skill: str) -> None:
        """Raises ModelUnavailable where a library or a file is missing, before anything is looked for."""
        from tools.engines.diffusion.loading import missing

        if trouble := missing():
            raise trouble
        if gone := self.installed.missing():
            raise ModelUnavailable(
                f"The model {self.name} is damaged ({gone[0]}).", f"Mend it: pentimento models pull {self.name}", skill
            )

    def fill(self, image: Image, mask: Image, sampling: Sampling = _DEFAULT) -> Image:
        """An RGB picture of the same size, made anew where `mask` (L) is not 0; the rest may have drifted."""
        return self._made("fill", "", sampling, image, mask)

    def paint(
        self, image: Image, mask: Image, prompt: str, sampling: Sampling = _DEFAULT, references: Sequence[Image] = ()
    ) -> Image:
        """`prompt` painted where `mask` is not 0; `references` show what is meant by it."""
        return self._made("paint", prompt, sampling, image, mask, references)

    def instruct(
        self,
        image: Image,
        instruction: str,
        mask: Image | None = None,
        sampling: Sampling = _DEFAULT,
        references: Sequence[Image] = (),
    ) -> Image:
        """The picture after an instruction, which `mask` limits to a part of it where the family can."""
        return self._made("instruct", instruction, sampling, image, mask, references)

    def restyle(self, image: Image, prompt: str, sampling: Sampling = _DEFAULT) -> Image:
        return self._made("restyle", prompt, sampling, image)

    def generate(self, prompt: str, size: tuple[int, int], sampling: Sampling = _DEFAULT) -> Image:
        """A picture of `size` from words."""
        return self._made("generate", prompt, sampling, size=size)

    def upscale(self, image: Image, factor: float, sampling: Sampling = _DEFAULT) -> Image:
        """The picture, `factor` times as large or as near to that as the model comes."""
        return self._made("upscale", "", sampling, image, factor=factor)

    def _made(
        self,
        skill: str,
        words: str,
        sampling: Sampling,
        image: Image | None = None,
        mask: Image | None = None,
        references: Sequence[Image] = (),
        size: tuple[int, int] = (0, 0),
        factor: float = 1.0,
    ) -> Image:
        from tools.engines.diffusion.controls import drawn
        from tools.engines.diffusion.running import Place, made

        self.ready(skill)
        studio, parts = self._working_for, self._parts
        whole = self._completed(sampling, studio, parts)
        size = image.size if image is not None else size
        controls = drawn(studio, self.kind, parts, image)
        studio.sampled = whole
        job = Job(skill, words, size, whole, None, image, mask, references, controls, factor)
        return made(Place(self._folder, self.kind, self.options, parts, studio), job)

    def _completed(self, sampling: Sampling, studio: Studio, parts: Sequence[Installed]) -> Sampling:
        """What was asked for over what suits the scheduler, the model and its family. Raises ToolError."""
        from tools.engines.diffusion.schedulers import completed

        if sampling.scheduler and not self.kind.schedulers:
            studio.note(f"{self.kind.name} samples in one way only; the scheduler {sampling.scheduler} was left out")
            sampling = sampling.model_copy(update={"scheduler": None})
        return completed(sampling, self.family, parts).over(self.defaults)

    @property
    def defaults(self) -> Sampling:
        """The catalogue's numbers for this model, and its family's for the rest."""
        told = self.entry.model_dump(include={"steps", "guidance", "image_guidance"}) if self.entry else {}
        return Sampling(**told).over(self.kind.defaults)

    @property
    def _working_for(self) -> Studio:
        if self.studio is not None:
            return self.studio
        from tools.studio import Studio

        return Studio(engines=[self])

    @property
    def _folder(self) -> Judged:
        """The folder, judged once more: what was pulled may have been changed since; what was not is judged once."""
        files = ((file, file.lstat()) for file in sorted(self.installed.path.rglob("*")))
        seen = tuple((str(file), told.st_size, told.st_mtime_ns, told.st_ino) for file, told in files)
        return _judged(self.installed.path, self.name, self.kind.pipelines, seen)

    @property
    def _parts(self) -> tuple[Installed, ...]:
        """What is installed that may be added to models of this family."""
        from tools.models.catalog import named

        return tuple(one for one in self.shelf.installed() if (entry := named(one.name)) and self.family in entry.fits)
