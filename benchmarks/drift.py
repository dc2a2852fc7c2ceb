"""Twelve rounds of local edits, ours beside the bare pipeline: `python -m benchmarks.drift [PICTURE.png]`.

The same inpainting pipeline (small, its VAE trained here, about as lossy as a real one), seeds, steps, masks. What is
compared is the part of the photograph that no round was asked to edit: PSNR against the photograph after each round.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from benchmarks.photographs import samples
from benchmarks.pipelines import lossy
from tools.apply import apply
from tools.engines import pulled
from tools.engines.options import Options
from tools.models.pulling import adopt
from tools.models.shelf import Shelf
from tools.operations import parse
from tools.selection import pixel_box
from tools.studio import Studio

ROUNDS, STEPS, SIZE = 12, 4, (640, 480)
NAME = "sd-inpaint"
Box = tuple[float, float, float, float]


def boxes() -> list[Box]:
    """Twelve places around the middle of the picture, which stays untouched."""
    across, down = [0.02, 0.28, 0.54, 0.8], [0.03, 0.78]
    rim = [(x, y, x + 0.16, y + 0.18) for y in down for x in across]
    sides = [(x, y, x + 0.14, y + 0.16) for x in (0.02, 0.82) for y in (0.3, 0.54)]
    return [*rim, *sides]


def ours(photograph: Image.Image, shelf: Shelf) -> list[Image.Image]:
    studio, found, image = Studio(engines=pulled(shelf, Options(device="cpu"))), [], photograph
    for number, box in enumerate(boxes()):
        operation = {
            "op": "add",
            "object": "a cup",
            "region": {"box": box},
            "seed": number,
            "sampling": {"steps": STEPS},
        }
        edit = apply(image, parse(operation), studio)
        assert edit.receipt.changed_outside == 0, edit.receipt
        found.append(image := edit.image)
    return found


def bare(photograph: Image.Image, folder: Path) -> list[Image.Image]:
    import torch
    from diffusers import StableDiffusionInpaintPipeline

    pipe: Any = StableDiffusionInpaintPipeline.from_pretrained(folder)
    pipe.set_progress_bar_config(disable=True)
    found, image = [], photograph
    for number, box in enumerate(boxes()):
        mask = Image.new("L", image.size)
        mask.paste(255, pixel_box(box, image.size))
        image = pipe(
            "a cup", image=image, mask_image=mask, width=SIZE[0], height=SIZE[1], num_inference_steps=STEPS,
            generator=torch.Generator("cpu").manual_seed(number),
        ).images[0]  # fmt: skip
        found.append(image)
    return found


def psnr(photograph: Image.Image, chain: Sequence[Image.Image]) -> list[float]:
    """Decibels over what no round was asked to edit; infinite where it is the same to the bit."""
    kept = np.ones(SIZE[::-1], bool)
    for box in boxes():
        x0, y0, x1, y1 = pixel_box(box, SIZE)
        kept[y0:y1, x0:x1] = False
    first = np.asarray(photograph, np.float64)[kept]
    errors = [float(((np.asarray(one, np.float64)[kept] - first) ** 2).mean()) for one in chain]
    return [float("inf") if not error else float(10 * np.log10(255**2 / error)) for error in errors]


def drawn(file: Path, curves: dict[str, list[float]], last: dict[str, Image.Image]) -> None:
    """One picture: the curves, and the last state of each chain."""
    import matplotlib as mpl

    mpl.use("Agg")
    import matplotlib.pyplot as plt

    figure, (plot, *shown) = plt.subplots(1, 3, figsize=(13, 3.6), width_ratios=(1.25, 1, 1), layout="constrained")
    top = max(value for curve in curves.values() for value in curve if np.isfinite(value)) + 8
    for (name, curve), colour in zip(curves.items(), ("#1a7f5a", "#b3452c"), strict=True):
        exact = not np.isfinite(curve).any()
        values = [top if not np.isfinite(value) else value for value in curve]
        plot.plot(range(1, ROUNDS + 1), values, "o-", color=colour, label=f"{name}{': identical' if exact else ''}")
    plot.set(xlabel="round", ylabel="PSNR of what was never edited, dB", ylim=(0, top + 4), xticks=range(1, ROUNDS + 1))
    plot.set_yticks([*range(0, int(top) - 4, 10), top], [*map(str, range(0, int(top) - 4, 10)), "∞"])
    plot.legend(loc="lower left", frameon=False)
    plot.spines[["top", "right"]].set_visible(False)
    for axis, (name, image) in zip(shown, last.items(), strict=True):
        axis.imshow(image)
        axis.set_title(f"{name}, after round {ROUNDS}", fontsize=10)
        axis.set_axis_off()
    figure.savefig(file, dpi=100)


def main(file: Path | None) -> None:
    photograph = samples()[1].resize(SIZE, Image.Resampling.LANCZOS)
    with tempfile.TemporaryDirectory() as room:
        folder, shelf = lossy(Path(room) / "built"), Shelf(Path(room) / "models")
        adopt(NAME, folder, shelf)
        chains = {"Pentimento": ours(photograph, shelf), "the bare pipeline": bare(photograph, folder)}
    curves = {name: psnr(photograph, chain) for name, chain in chains.items()}
    print("| round | " + " | ".join(curves) + " |\n|---|" + "---|" * len(curves))
    for number in range(ROUNDS):
        cells = (f"{curve[number]:.1f} dB" if np.isfinite(curve[number]) else "identical" for curve in curves.values())
        print(f"| {number + 1} | " + " | ".join(cells) + " |")
    if file is not None:
        drawn(file, curves, {name: chain[-1] for name, chain in chains.items()})


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
