"""What a family of models is: which pipelines load it, what it can do, which sizes it likes, and how it is asked.

One file of `families/` per family, named for it. A family words its own prompts and makes one call of its pipeline;
where the model lies, on which device it is and what becomes of the pixels, others know. Nothing heavy is imported here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from tools.canvas import Canvases
from tools.types import ControlKind, Sampling

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.engines.diffusion.loading import Loaded
    from tools.models.shelf import Installed


@dataclass(frozen=True)
class Job:
    """One picture to make. Everything lies on one canvas already: `image` and `references` RGB, `mask` L (255 is to be
    made anew), `controls` RGB by kind. `words` are the operation's own, `sampling` is complete, `generator` seeded.
    """

    skill: str
    words: str
    size: tuple[int, int]
    sampling: Sampling
    generator: Any = None
    image: Image | None = None
    mask: Image | None = None
    references: Sequence[Image] = ()
    controls: Mapping[ControlKind, Image] = field(default_factory=dict)
    factor: float = 1.0
    note: Callable[[str], None] = lambda sentence: None


class Family:
    """Subclassed once per family, without state. `pipelines` are the classes of a model_index.json that it takes."""

    name: ClassVar[str]
    pipelines: ClassVar[tuple[str, ...]]
    skills: ClassVar[frozenset[str]]
    canvases: ClassVar[Canvases]
    defaults: ClassVar[Sampling]
    takes_references: ClassVar[bool] = False  # of itself; an installed part may let it
    instructed: ClassVar[bool] = False  # rather told by an instruction what to paint, where there is one
    schedulers: ClassVar[bool] = False  # whether `prepare` samples as the names of schedulers.py say
    controls: ClassVar[frozenset[ControlKind]] = frozenset()  # where a part for them is installed
    whole: ClassVar[frozenset[str]] = frozenset()  # skills that get the picture as it is, laid on no canvas

    def pipeline(self, job: Job, folder_class: str) -> str:
        """The class of diffusers that does a job, of a folder whose own is `folder_class`; parts are shared."""
        return folder_class

    def arguments(self, job: Job) -> dict[str, Any]:
        """What the pipeline is called with."""
        raise TypeError(f"{self.name} has no arguments()")

    def prepare(self, loaded: Loaded, job: Job, parts: Sequence[Installed]) -> Any:
        """The pipeline for a job, with what it needs besides its own parts (controls, adapters, another scheduler)."""
        return loaded.variant(self.pipeline(job, loaded.kind))

    def run(self, pipe: Any, job: Job) -> Image:
        """One call. What comes back is RGB, of whatever size."""
        image: Image = pipe(**self.arguments(job)).images[0]
        return image

    def mend(self, pipe: Any) -> None:
        """Whatever has to be put right in a pipeline once it is loaded."""


def known(values: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments that have a value; a pipeline's own default holds for the others."""
    return {name: value for name, value in values.items() if value is not None}
