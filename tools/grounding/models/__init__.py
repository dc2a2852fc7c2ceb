"""Grounders that are models: one file per family, each made from the folder that its model was pulled into.

A grounder proposes places for a phrase, a segmenter cuts out what is in a box or under clicks. No model is loaded
before it is first asked; this file knows which families there are, and nothing of what they compute.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from tools.models.catalog import named

if TYPE_CHECKING:
    from tools.models.shelf import Shelf
    from tools.studio import Grounder, Segmenter

# family → module and class; the first that is installed is asked first
GROUNDERS = {
    "grounding-dino": ("grounding_dino", "GroundingDino"),
    "owlv2": ("owlv2", "Owlv2"),
    "yolox": ("yolox", "Yolox"),
    "yunet": ("yunet", "Yunet"),
    "clipseg": ("clipseg", "Clipseg"),
}
WITH_TORCH = ("grounding-dino", "owlv2", "clipseg", "sam2")
SEGMENTERS = {"sam2": ("sam2", "Sam2"), "efficientsam": ("efficientsam", "EfficientSam")}


def grounders(shelf: Shelf, device: str = "") -> tuple[Grounder, ...]:
    """One grounder for each model on the shelf that finds what a phrase means. `device` "" is the best there is."""
    return tuple(_made(GROUNDERS, shelf, device))


def segmenter(shelf: Shelf, device: str = "") -> Segmenter | None:
    """The best model on the shelf that cuts out what is pointed at; None without one."""
    return next(iter(_made(SEGMENTERS, shelf, device)), None)


def _made(kinds: dict[str, tuple[str, str]], shelf: Shelf, device: str) -> list[Any]:
    there = {entry.family: model for model in shelf.installed() if (entry := named(model.name)) is not None}
    found = [(there[family], *place) for family, place in kinds.items() if family in there]
    return [getattr(import_module(f"{__name__}.{module}"), kind)(model.path, device) for model, module, kind in found]
