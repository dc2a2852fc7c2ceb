"""InstructPix2Pix (Brooks et al. 2023, https://arxiv.org/abs/2211.09800): the picture after an instruction.

What was trained further from it, such as MagicBrush, loads the same way.
"""

from __future__ import annotations

from typing import ClassVar

from tools.canvas import Canvases
from tools.engines.diffusion.instructing import Instructing
from tools.types import Sampling


class Ip2p(Instructing):
    """Trained at 256 × 256 and used at 512 × 512."""

    name: ClassVar[str] = "ip2p"
    pipelines: ClassVar[tuple[str, ...]] = ("StableDiffusionInstructPix2PixPipeline",)
    canvases: ClassVar[Canvases] = Canvases((), 64, 0.2622, 4.0)
    defaults: ClassVar[Sampling] = Sampling(steps=20, guidance=7.5, image_guidance=1.5)
