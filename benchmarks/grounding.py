"""How well phrases, boxes and clicks are grounded: IoU and acceptance per kind, on photographs with masks.

    python benchmarks/grounding.py CASES.jsonl [--megapixels 12]

One case a line: {"kind": "colour", "photo": "a.jpg", "phrase": "the red cup", "masks": [["cup.png"], ["cup.png",
"saucer.png"]]}. Paths are relative to the file. `masks` lists the alternatives that count as right, each the union of
its pictures; none means that the phrase names nothing there and has to be asked about. The kinds "box" and "click" need
no phrase: they take the first mask's bounding box, refined to the object, and its innermost point. With --megapixels
every photograph is first enlarged to that size, to measure time.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from PIL import Image as PILImage
from PIL.Image import Image

from tools.errors import RegionNotFound
from tools.grounding import ground
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Region


@dataclass(frozen=True)
class Outcome:
    """`iou` of the answer, or of the best candidate of a question; `on`: share of the answer that lies on the truth."""

    accepted: bool
    iou: float
    on: float
    seconds: float


def union(paths: list[str], folder: Path, size: tuple[int, int]) -> np.ndarray:
    """The masks of one alternative together."""
    pictures = [PILImage.open(folder / path).convert("L").resize(size) for path in paths]
    together: np.ndarray = np.max([np.asarray(picture) for picture in pictures], axis=0) > 127
    return together


def region_of(case: dict[str, Any], truths: list[np.ndarray]) -> tuple[Region, bool]:
    """What is asked, and whether it is about an object."""
    if case["kind"] not in ("box", "click"):
        return Region(phrase=case["phrase"]), case.get("about_object", True)
    height, width = truths[0].shape
    if case["kind"] == "box":
        x0, y0, x1, y1 = PILImage.fromarray(truths[0]).getbbox() or (0, 0, width, height)
        return Region(box=(x0 / width, y0 / height, x1 / width, y1 / height)), True
    import cv2

    depth = cv2.distanceTransform(np.pad(truths[0].astype(np.uint8), 1), cv2.DIST_L2, 5)[1:-1, 1:-1]
    y, x = np.unravel_index(int(depth.argmax()), depth.shape)
    return Region(points=(((float(x) + 0.5) / width, (float(y) + 0.5) / height),)), True


def scores(selection: Selection, truths: list[np.ndarray]) -> tuple[float, float]:
    """Best IoU with an alternative, and the best share of the selection on one."""
    found = np.asarray(selection.full()) > 127
    pairs = [((found & t).sum() / max((found | t).sum(), 1), (found & t).sum() / max(found.sum(), 1)) for t in truths]
    return max((float(p[0]) for p in pairs), default=0.0), max((float(p[1]) for p in pairs), default=0.0)


def judge(case: dict[str, Any], folder: Path, megapixels: float) -> Outcome:
    photo = PILImage.open(folder / case["photo"])
    image = enlarged(photo, megapixels) if megapixels else photo.convert("RGB")
    truths = [union(paths, folder, image.size) for paths in case["masks"]]
    region, about_object = region_of(case, truths)
    start = perf_counter()
    try:
        selection = ground(image, region, Studio(), about_object)
        seconds = perf_counter() - start
        return Outcome(True, *scores(selection, truths), seconds)
    except RegionNotFound as question:
        seconds = perf_counter() - start
        best = max((scores(c.selection, truths) for c in question.candidates), default=(0.0, 0.0))
        return Outcome(False, *best, seconds)


def enlarged(image: Image, megapixels: float) -> Image:
    factor = (megapixels * 1e6 / (image.width * image.height)) ** 0.5
    return image.convert("RGB").resize((round(image.width * factor), round(image.height * factor)))


def report(kind: str, found: list[tuple[dict[str, Any], Outcome]]) -> str:
    present = [outcome for case, outcome in found if case["masks"]]
    absent = [outcome for case, outcome in found if not case["masks"]]
    taken = [o for o in present if o.accepted]
    asked = [o for o in present if not o.accepted]
    right = sum(o.iou >= 0.5 for o in taken)
    line = f"{kind:10} {len(present):4} cases · taken {len(taken)}, of these IoU ≥ 0.5: {right}"
    if taken:
        line += f", mean IoU {np.mean([o.iou for o in taken]):.2f}, ≥ 80 % on it: {sum(o.on >= 0.8 for o in taken)}"
    if asked:
        line += f" · asked {len(asked)}, among the candidates: {sum(o.iou >= 0.5 for o in asked)}"
    if absent:
        line += f" · nothing there {len(absent)}, taken all the same: {sum(o.accepted for o in absent)}"
    times = [o.seconds for _, o in found]
    return f"{line} · {np.median(times):.2f} s, at most {max(times):.2f} s"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cases", type=Path)
    parser.add_argument("--megapixels", type=float, default=0)
    parser.add_argument("--each", action="store_true", help="print every case")
    options = parser.parse_args()
    kinds: dict[str, list[tuple[dict[str, Any], Outcome]]] = defaultdict(list)
    for line in options.cases.read_text("utf-8").splitlines():
        case = json.loads(line)
        outcome = judge(case, options.cases.parent, options.megapixels)
        kinds[case["kind"]].append((case, outcome))
        if options.each:
            print(case["photo"], case.get("phrase", ""), outcome)
    for kind, found in kinds.items():
        print(report(kind, found))


if __name__ == "__main__":
    main()
