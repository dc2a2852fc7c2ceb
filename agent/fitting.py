"""Whether a model can be used on this machine: what would load it, and whether it fits memory and disk.

It looks at the machine and at the catalogue's estimates; it loads no model and no library of one.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from agent.planners.vision.folder import PROCESSORS
from tools.errors import PentimentoError
from tools.models.catalog import Entry, entries

WORK_GB = 2.0  # what a run takes beside the weights
GPU_WAIT_S = 5


@dataclass(frozen=True)
class Machine:
    """Memory of the processor and of its largest graphics card, and room where models are kept, in gigabytes."""

    ram_gb: float
    gpu: str
    gpu_gb: float
    free_gb: float

    def __str__(self) -> str:
        card = f"{self.gpu} with {self.gpu_gb:.0f} GB" if self.gpu else "no NVIDIA card"
        return f"{self.ram_gb:.0f} GB of memory, {card}, {self.free_gb:.0f} GB free for models"


def machine(models: Path) -> Machine:
    """What there is here; `models` is the folder of models, which need not exist."""
    ram = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    folder = next(parent for parent in (models, *models.parents) if parent.exists())
    return Machine(ram, *_card(), shutil.disk_usage(folder).free / 1e9)


def _card() -> tuple[str, float]:
    """Name and gigabytes of the largest NVIDIA card; "" and 0 where its driver tells of none."""
    if shutil.which("nvidia-smi") is None:
        return "", 0.0
    command = ["nvidia-smi", "--query-gpu=memory.total,name", "--format=csv,noheader,nounits"]
    try:
        told = subprocess.run(command, capture_output=True, text=True, timeout=GPU_WAIT_S, check=True).stdout
        cards = [line.split(", ", 1) for line in told.splitlines()]
        megabytes, name = max((float(size), name) for size, name in cards)
    except (OSError, subprocess.SubprocessError, ValueError):
        return "", 0.0
    return name.strip(), megabytes * 1.048576 / 1000


def fits(entry: Entry, here: Machine) -> str:
    """Where a model would run, by the estimates: "GPU", "GPU in 4 bits", "CPU", or "too large"."""
    if entry.memory_gb + WORK_GB <= here.gpu_gb:
        return "GPU"
    if entry.memory_4bit_gb and entry.memory_4bit_gb + WORK_GB <= here.gpu_gb:
        return "GPU in 4 bits"
    return "CPU" if entry.memory_gb + WORK_GB <= here.ram_gb else "too large"


def users(entry: Entry) -> list[str]:
    """What is built to load a model of this family here, such as “planner llava”; empty if nothing is."""
    from tools.engines import installed, loads
    from tools.grounding.models import GROUNDERS, SEGMENTERS

    if entry.role == "planner":
        return ["planner llava"] if entry.family in PROCESSORS else []
    if entry.role == "grounder":
        return ["finding things"] if entry.family in {**GROUNDERS, **SEGMENTERS} else []
    if entry.role == "part":
        fitted = (one for one in entries() if one.role == "engine" and one.family in entry.fits)
        return [f"engine {one.name}" for one in fitted if loads(one)]
    others = [f"engine {engine.name}" for engine in installed() if entry.family in getattr(engine, "families", ())]
    return [*others, *([f"engine {entry.name}"] if loads(entry) else [])]


def lacking(entry: Entry, folder: Path) -> PentimentoError | None:
    """What keeps a model that is here from being used, such as a library; None if nothing does. Loads none."""
    from agent.planners.vision import loading as planning
    from tools.engines import diffusion
    from tools.engines.diffusion import loading as painting
    from tools.grounding.models import WITH_TORCH
    from tools.grounding.models import loading as finding

    if entry.role == "planner":
        return planning.missing(str(folder))
    if entry.role == "engine":
        return painting.missing() if entry.family in diffusion.FAMILIES else None
    return finding.missing() if entry.family in WITH_TORCH else None
