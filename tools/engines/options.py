"""How models are run, as plain values: where, in how much memory, and with their own checkers on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Memory = Literal["auto", "fast", "balanced", "small"]


@dataclass(frozen=True)
class Options:
    """`device` "" is the best there is. `memory` trades it for speed: fast keeps a whole model on the device, balanced
    moves its parts there when they work, small moves its layers and holds the large parts in four bits where that is
    possible; auto takes the first that fits. `budget_gb` (None: what the device has) is for all models together.
    `checked`: a model's own safety checker stays on.
    """

    device: str = ""
    memory: Memory = "auto"
    budget_gb: float | None = None
    checked: bool = True
