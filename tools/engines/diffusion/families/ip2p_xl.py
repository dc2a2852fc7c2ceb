"""InstructPix2Pix on Stable Diffusion XL: the picture after an instruction, at about 768 × 768.

A folder of CosXL Edit says in its own model_index.json that it is one (`is_cosxl_edit`), and is loaded as that.
"""

from __future__ import annotations

from typing import Any, ClassVar

from tools.canvas import Canvases
from tools.engines.diffusion.family import Job
from tools.engines.diffusion.instructing import Instructing
from tools.types import Sampling


class Ip2pXl(Instructing):
    """The size is told to it beside the picture; its own default would be that of its U-Net."""

    name: ClassVar[str] = "ip2p-xl"
    pipelines: ClassVar[tuple[str, ...]] = ("StableDiffusionXLInstructPix2PixPipeline",)
    canvases: ClassVar[Canvases] = Canvases((), 64, 0.5899, 4.0)
    defaults: ClassVar[Sampling] = Sampling(steps=30, guidance=3.0, image_guidance=1.5)

    def arguments(self, job: Job) -> dict[str, Any]:
        return {**super().arguments(job), "width": job.size[0], "height": job.size[1]}
