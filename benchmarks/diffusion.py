"""What the program adds to a diffusion pipeline, and what it saves: `python -m benchmarks.diffusion`.

The peer is the bare pipeline of diffusers, on the same weights (random, built here), steps and seed. First on the same
crop of 512 × 512: milliseconds added. Then on a photograph of 12 megapixels, where 2 % are to be edited: the program
works on a crop, the bare pipeline on the whole; each in a process of its own, for its peak memory.
"""

from __future__ import annotations

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image

from benchmarks.photographs import mosaic
from benchmarks.pipelines import sized
from tools.apply import apply
from tools.engines import pulled
from tools.engines.options import Options
from tools.models.pulling import adopt
from tools.models.shelf import Shelf
from tools.operations import parse
from tools.selection import pixel_box
from tools.studio import Studio

NAME, ROUNDS, CROP_STEPS, WHOLE_STEPS = "sd-inpaint", 3, 40, 2
QUARTER, TWO_PERCENT = (0.25, 0.25, 0.75, 0.75), (0.4, 0.4, 0.5414, 0.5414)
TALL = (24, 48, 96)  # a U-Net that the whole of 12 megapixels can be put through in minutes


def ours(models: Path, image: Image.Image, box: tuple[float, ...], steps: int) -> Callable[[], None]:
    studio = Studio(engines=pulled(Shelf(models), Options(device="cpu")))
    said = {"op": "add", "object": "a cup", "region": {"box": box}, "seed": 1, "sampling": {"steps": steps}}

    def run() -> None:
        assert apply(image, parse(said), studio).receipt.changed_outside == 0

    return run


def bare(models: Path, image: Image.Image, box: tuple[float, ...], steps: int) -> Callable[[], None]:
    import torch
    from diffusers import StableDiffusionInpaintPipeline

    pipe: Any = StableDiffusionInpaintPipeline.from_pretrained(models / NAME)
    pipe.set_progress_bar_config(disable=True)
    mask = Image.new("L", image.size)
    mask.paste(255, pixel_box(box, image.size))

    def run() -> None:
        generator = torch.Generator("cpu").manual_seed(1)
        width, height = image.size
        pipe("a cup", image=image, mask_image=mask, width=width, height=height, num_inference_steps=steps,
             generator=generator)  # fmt: skip

    return run


def seconds(run: Callable[[], None]) -> float:
    began = time.perf_counter()
    run()
    return time.perf_counter() - began


def crop(models: Path) -> None:
    """Turn by turn, so that a busy machine slows both."""
    given = (models, mosaic((512, 512)), QUARTER, CROP_STEPS)
    mine, theirs = ours(*given), bare(*given)
    mine()
    theirs()
    pairs = [(seconds(mine), seconds(theirs)) for _ in range(ROUNDS)]
    we, they = (statistics.median(column) for column in zip(*pairs, strict=True))
    print("| 512 × 512, 40 steps | bare pipeline | Pentimento | added |\n|---|---|---|---|")
    print(f"| in memory already | {they:.2f} s | {we:.2f} s | {1000 * (we - they):.0f} ms, {we / they - 1:+.1%} |\n")


def whole(models: Path) -> None:
    print("| 12 MP, 2 % to edit, 2 steps | seconds | peak memory |\n|---|---|---|")
    told = {who: alone(who, models) for who in ("ours", "bare")}
    for who, name in (("ours", "Pentimento, on a crop"), ("bare", "bare pipeline, on the whole")):
        print(f"| {name} | {told[who]['seconds']:.1f} s | {told[who]['peak_gb']:.2f} GB |")
    faster, less = (told["bare"][key] / told["ours"][key] for key in ("seconds", "peak_gb"))
    print(f"| ratio | {faster:.0f} × | {less:.1f} × |")


def alone(who: str, models: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.diffusion", who, str(models)]
    answer = subprocess.run(command, check=True, capture_output=True, text=True)
    told: dict[str, float] = json.loads(answer.stdout.splitlines()[-1])
    return told


def one(who: str, models: Path) -> None:
    """What a process of its own does: one edit of the large photograph, the model loaded before."""
    run = {"ours": ours, "bare": bare}[who](models, mosaic((4000, 3000)), TWO_PERCENT, WHOLE_STEPS)
    took = seconds(run)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
    print(json.dumps({"seconds": took, "peak_gb": peak / 1e9}))


def main() -> None:
    import diffusers
    import torch

    print(f"diffusers {diffusers.__version__}, torch {torch.__version__}, {torch.get_num_threads()} threads\n")
    with tempfile.TemporaryDirectory() as room:
        for measure, channels in ((crop, (128, 256, 256)), (whole, TALL)):
            models = Path(room) / measure.__name__
            adopt(NAME, sized(Path(room) / f"built-{measure.__name__}", channels), Shelf(models))
            measure(models)


if __name__ == "__main__":
    main() if len(sys.argv) == 1 else one(sys.argv[1], Path(sys.argv[2]))
