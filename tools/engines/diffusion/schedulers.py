"""The ways to sample that a person may name, for U-Nets trained on noise: one table, and putting one into a pipeline.

Few-step ways bring their own number of steps and guidance, and most need a LoRA, which is another part to install. The
model's own scheduler is kept, so that an edit without a name is the same to the bit as ever.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tools.engines.diffusion import parts as added
from tools.errors import BadArguments, ModelRefused, ModelUnavailable
from tools.types import Sampling

if TYPE_CHECKING:
    from tools.engines.diffusion.loading import Loaded
    from tools.models.shelf import Installed

_ADAPTER = "steps"  # what the LoRA is called inside the U-Net
_OWN, _IN = "scheduler", "lora"  # in `Loaded.added`: the model's own scheduler, and the LoRA that is in now


@dataclass(frozen=True)
class Way:
    """`kind` is a class of diffusers, `changes` go over the model's own settings, `sampling` is what suits it; `lora`
    is how the names of its parts in the catalogue begin.
    """

    kind: str
    changes: Mapping[str, Any] = field(default_factory=dict)
    sampling: Sampling = field(default_factory=Sampling)
    lora: str = ""


_TRAILING = {"timestep_spacing": "trailing"}
_SOLVER = {"algorithm_type": "dpmsolver++", "solver_order": 2}
WAYS: dict[str, Way] = {
    "ddim": Way("DDIMScheduler"),
    "euler": Way("EulerDiscreteScheduler"),
    "euler-a": Way("EulerAncestralDiscreteScheduler"),
    "dpm++": Way("DPMSolverMultistepScheduler", {**_SOLVER, "use_karras_sigmas": False}),
    "dpm++-karras": Way("DPMSolverMultistepScheduler", {**_SOLVER, "use_karras_sigmas": True}),
    "unipc": Way("UniPCMultistepScheduler"),
    # Luo et al. 2023, https://arxiv.org/abs/2311.05556
    "lcm": Way("LCMScheduler", {}, Sampling(steps=6, guidance=1.5), "lcm-lora"),
    # Lin et al. 2024, https://arxiv.org/abs/2402.13929; the weights of the catalogue are those for four steps
    "lightning": Way("EulerDiscreteScheduler", _TRAILING, Sampling(steps=4, guidance=1.0), "lightning-lora"),
    # Sauer et al. 2023, https://arxiv.org/abs/2311.17042: for models that were distilled as a whole, such as SD Turbo
    "turbo": Way("EulerAncestralDiscreteScheduler", _TRAILING, Sampling(steps=4, guidance=1.0)),
}


def completed(asked: Sampling, family: str, parts: Sequence[Installed]) -> Sampling:
    """What was asked for, with the steps and the guidance that suit the way to sample where those were not said.

    Raises BadArguments for a name that means no way for this family, and ModelUnavailable where its part is missing.
    """
    if asked.scheduler is None:
        return asked
    name = asked.scheduler.strip().lower()
    way = WAYS.get(name)
    if way is None or (way.lora and added.offered(family, added.LORA, stem=way.lora) is None):
        raise BadArguments(f"{family} has no scheduler “{asked.scheduler}”.", f"There are: {', '.join(names(family))}.")
    if way.lora and added.lora(parts, way.lora) is None:
        entry = added.offered(family, added.LORA, stem=way.lora)
        assert entry is not None
        raise ModelUnavailable(
            f"The scheduler {name} needs {entry.title} ({entry.disk_gb:g} GB), which is not installed.",
            f"Get it with: pentimento models pull {entry.name}",
        )
    return asked.model_copy(update={"scheduler": name}).over(way.sampling)


def names(family: str) -> list[str]:
    """The ways that a family can sample in, with a part from the catalogue or without."""
    return [name for name, way in WAYS.items() if not way.lora or added.offered(family, added.LORA, stem=way.lora)]


def scheduled(pipe: Any, loaded: Loaded, name: str | None, parts: Sequence[Installed]) -> None:
    """Make `pipe`, whose U-Net is the loaded one, sample in the way called `name`; None is the model's own.

    To be called for every job, from `Family.prepare`: what an earlier job put in leaves again.
    """
    own = loaded.added.setdefault(_OWN, loaded.pipe.scheduler)
    way = WAYS[name] if name else None
    _with_lora(pipe, loaded, added.lora(parts, way.lora) if way and way.lora else None)
    pipe.scheduler = own if way is None else _made(own, way)


def _made(own: Any, way: Way) -> Any:
    import diffusers

    return getattr(diffusers, way.kind).from_config(own.config, **way.changes)


def _with_lora(pipe: Any, loaded: Loaded, part: Installed | None) -> None:
    wanted = added.called(part) if part else None
    if loaded.added.get(_IN) == wanted:
        return
    if loaded.added.get(_IN) is not None:
        pipe.unload_lora_weights()
        del loaded.added[_IN]
    if part is not None:
        loaded.added[_IN] = "half of one"  # until it is whole: what fails in between is taken out again
        _load(pipe, part)
        loaded.added[_IN] = wanted


def _load(pipe: Any, part: Installed) -> None:
    from tools.models.parts import judge_part

    folder = judge_part(part.path, part.name)
    file = folder.weights[0]
    pipe.load_lora_weights(
        file.parent, weight_name=file.name, adapter_name=_ADAPTER, local_files_only=True, use_safetensors=True
    )
    if folder.kind != "lora" or _ADAPTER not in pipe.get_active_adapters():
        raise ModelRefused(f"{part.name} has nothing that this model could use.")
