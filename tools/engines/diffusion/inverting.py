"""LEDITS++ (Brack et al. 2024, https://arxiv.org/abs/2311.16711) as diffusers has it, with two things put right.

The class is made when it is first asked for, since its own comes from a heavy library. It knows no family.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tools.engines.diffusion.loading import Loaded

KIND = "LEditsPPPipelineStableDiffusion"


def inverter(loaded: Loaded) -> Any:
    """The pipeline that inverts, of the parts of a loaded one; it samples in a way that `solver` makes."""
    pipe = loaded.variant(KIND)
    pipe.__class__ = _mended()
    pipe.works_on = loaded.device
    return pipe


def solver(own: Any) -> Any:
    """The one way to sample that inversion and edit are worked out for, over a model's own noise."""
    from diffusers import DPMSolverMultistepScheduler

    return DPMSolverMultistepScheduler.from_config(
        own.config, algorithm_type="sde-dpmsolver++", solver_order=2, use_karras_sigmas=False
    )


@cache
def _mended() -> type:
    import torch
    from diffusers import LEditsPPPipelineStableDiffusion

    class Inverter(LEditsPPPipelineStableDiffusion):  # type: ignore[misc]
        """Its parts may be elsewhere between their turns, and the words of a concept are counted without padding."""

        works_on = "cpu"

        @property
        def device(self) -> Any:
            return torch.device(self.works_on)

        def encode_prompt(self, *given: Any, **named: Any) -> tuple[Any, Any, Any]:
            """A mask comes from the attention to a concept's own words; the tokenizers of transformers 5 count what
            fills up the line as words too, and the attention to that is everywhere.
            """
            edits, empty, counted = super().encode_prompt(*given, **named)
            return edits, empty, counted if counted is None else self._pieces(named["editing_prompt"])

        def _pieces(self, said: str | list[str]) -> list[int]:
            """How many pieces each text is cut into, without its beginning and its end."""
            texts = [said] if isinstance(said, str) else said
            ids = self.tokenizer(texts, truncation=True, max_length=self.tokenizer.model_max_length).input_ids
            return [len(one) - 2 for one in ids]

    Inverter.__name__ = KIND
    return Inverter
