"""One picture made by a loaded pipeline: laid out, seeded, watched step by step, stopped when asked, tried once more
where memory runs out, and taken back to the size it came in.

It knows no family's arguments and no operation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from tools.canvas import Layout
from tools.engines.diffusion import keeping
from tools.engines.diffusion.loading import CHEAPER, hushed
from tools.errors import DeviceExhausted, EditRejected, PentimentoError, ToolError
from tools.models.device import is_out_of_memory

if TYPE_CHECKING:
    from PIL.Image import Image

    from tools.engines.diffusion.family import Family, Job
    from tools.engines.diffusion.loading import Loaded
    from tools.engines.options import Memory, Options
    from tools.models.judging import Judged
    from tools.models.shelf import Installed
    from tools.studio import Studio

COARSE = 0.75  # canvas pixels for one of the picture's, from which the loss of detail is told


@dataclass(frozen=True)
class Place:
    """Which model does a job, how it is loaded, what else is installed for it, and for whom it works."""

    folder: Judged
    family: Family
    options: Options
    parts: tuple[Installed, ...]
    studio: Studio


def made(place: Place, job: Job) -> Image:
    """The picture of a job, RGB, of the job's own size; `job` is given in the picture's pixels.

    Raises ToolError, Cancelled.
    """
    studio = place.studio
    layout = None if job.skill in place.family.whole else Layout.of(job.size, place.family.canvases.of(job.size))
    if layout and job.image is not None and layout.scale < COARSE:
        told = "{} × {}".format(*layout.canvas)
        studio.note(f"made at {told} and enlarged {1 / layout.scale:.1f} times")
    image = _with_room(place, _laid(job, layout))
    image = image if image.mode == "RGB" else image.convert("RGB")
    return image if layout is None else layout.taken(image)


def _laid(job: Job, layout: Layout | None) -> Job:
    if layout is None:
        return job
    controls = {kind: layout.laid(picture) for kind, picture in job.controls.items()}
    image, mask = job.image and layout.laid(job.image), job.mask and layout.laid_mask(job.mask)
    return replace(job, size=layout.canvas, image=image, mask=mask, controls=controls)


def _with_room(place: Place, job: Job) -> Image:
    """Tried once more at lower cost where memory runs out, and said."""
    memory: Memory | None = None
    while True:
        try:
            return _tried(place, job, memory)
        except Exception as error:
            if not is_out_of_memory(error):
                raise
            held, again = _held(place), memory is not None
        cheaper = CHEAPER.get(held or "fast", "small")
        name = place.folder.path.name
        if again or held == "small":
            raise DeviceExhausted(
                f"There is not enough memory for {name}.",
                "Choose a smaller model, or PENTIMENTO_MEMORY=small.",
            )
        place.studio.note(f"memory ran out; tried once more, {cheaper}: slower, in less memory")
        memory = cheaper


def _held(place: Place) -> Memory | None:
    return next((one.memory for one in keeping.loaded() if one.path == place.folder.path), None)


def _tried(place: Place, job: Job, memory: Memory | None) -> Image:
    import torch

    studio, name = place.studio, place.folder.path.name
    studio.progress(0.0, f"loading {name}")
    loaded = keeping.kept(place.folder, place.options, memory)
    studio.device, studio.dtype = loaded.device, loaded.dtype
    generator = torch.Generator("cpu").manual_seed(job.sampling.seed or 0)
    job = replace(job, generator=generator, note=studio.note)
    with loaded.lock, hushed():
        return _asked(place, loaded, job)


def _asked(place: Place, loaded: Loaded, job: Job) -> Image:
    """Whatever else goes wrong inside a library is one sentence."""
    try:
        place.family.mend(loaded.pipe)
        pipe = place.family.prepare(loaded, job, place.parts)
        with watched(pipe, place.studio, place.folder.path.name):
            return place.family.run(pipe, job)
    except (PentimentoError, MemoryError):
        raise
    except Exception as error:
        if is_out_of_memory(error):
            raise
        text = " ".join(str(error).split())[:200]
        raise ToolError(f"{place.folder.path.name} failed: {type(error).__name__}: {text}", mend="operator") from error
    finally:
        loaded.rest()


def checked(output: Any) -> Image:
    """The first picture of a pipeline's output. Raises EditRejected where the model's own checker blackened it."""
    if any(getattr(output, "nsfw_content_detected", None) or ()):
        raise EditRejected(
            "The model's safety checker held its picture back.", "Say it differently, or try another seed."
        )
    image: Image = output.images[0]
    return image


@dataclass
class Bars:
    """Stands in for a pipeline's `progress_bar`. Where one picture takes several calls, this one is number `call`."""

    studio: Studio
    name: str
    call: int = 0
    calls: int = 1

    def __call__(self, iterable: Iterable[Any] | None = None, total: int | None = None) -> Bar:
        return Bar(self, iterable, total)

    def tell(self, part: float, step: int) -> None:
        """`part` ∈ [0, 1] of the present call is done."""
        where = f"part {self.call + 1} of {self.calls}, " if self.calls > 1 else ""
        self.studio.progress((self.call + part) / self.calls, f"{self.name}: {where}step {step}")


class Bar:
    """A pipeline's own progress bar, told to whoever watches; counts steps of the current run."""

    def __init__(self, bars: Bars, steps: Iterable[Any] | None, total: int | None) -> None:
        self._bars, self._steps = bars, steps
        self._total = total or (len(steps) if hasattr(steps, "__len__") else 0)  # type: ignore[arg-type]
        self._done = 0

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *raised: object) -> None: ...

    def __iter__(self) -> Iterator[Any]:
        for step in self._steps or ():
            yield step
            self.update()

    def update(self, steps: int = 1) -> None:
        self._done += steps
        self._bars.tell(self._done / max(self._total, self._done), self._done)

    def set_postfix(self, *told: object, **more: object) -> None: ...

    def close(self) -> None: ...


def finite(decoded: Any, name: str) -> None:
    """Raises ToolError where what a decoder gave is no picture: it would be shown as a black one."""
    import torch

    pixels = getattr(decoded, "sample", decoded[0] if isinstance(decoded, tuple) else decoded)
    if isinstance(pixels, torch.Tensor) and not torch.isfinite(pixels).all():
        raise ToolError(
            f"{name} made no picture: its numbers ran out of bounds.",
            f"Try another seed; if it stays so, get it again: pentimento models pull {name}",
            mend="operator",
        )


def calling(pipe: Any, call: int, calls: int) -> None:
    """Say before each of several calls of a watched pipeline which one it is, so that the work is told as one."""
    pipe.progress_bar.call, pipe.progress_bar.calls = call, calls


@contextmanager
def watched(pipe: Any, studio: Studio, name: str) -> Iterator[None]:
    """Steps are told, a wish to stop is heard before every pass through any of the networks, and what comes out of the
    last one has to be numbers.
    """
    import torch

    modules = [part for part in pipe.components.values() if isinstance(part, torch.nn.Module)]
    hooks = [module.register_forward_pre_hook(lambda *_: studio.check()) for module in modules]
    decoder = getattr(getattr(pipe, "vae", None), "decoder", None)
    if isinstance(decoder, torch.nn.Module):
        hooks.append(decoder.register_forward_hook(lambda _, given, out: finite(out, name)))
    pipe.progress_bar = Bars(studio, name)
    try:
        yield
    finally:
        del pipe.progress_bar
        for hook in hooks:
            hook.remove()
