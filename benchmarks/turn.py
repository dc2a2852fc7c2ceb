"""What a turn costs beside its operation, and how soon a change shows: `python -m benchmarks.turn [MEGAPIXELS …]`.

Overhead: a whole `Agent.say` of a local adjust on 2 % of the picture (plan, crop, composite, count, hash, commit with
synchronous=FULL, log) less the operation's own pixels, against saving the same picture as PNG in the same run. First
preview: from the utterance to the small copy that a face shows, for an adjust of all of 24 megapixels.
"""

from __future__ import annotations

import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import PIL
from PIL import Image

from agent.agent import Agent
from agent.events import Committed, Finished, Progress
from agent.planners import planner
from benchmarks.photographs import SIZES, mosaic
from memory.store import Store
from tools.photo import Photo
from tools.types import Region

ROUNDS = 9
SIZE = {**SIZES, 24: (6000, 4000)}


@contextmanager
def session(image: Image.Image) -> Iterator[tuple[Agent, str, Path]]:
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "store.db") as store:
        agent = Agent(store, planner=planner("rules"), seed=1)
        yield agent, agent.open(Photo(image, None, None, "photograph", "PNG", ())).id, Path(folder)


def operation_seconds(agent: Agent, session_id: str) -> float:
    """How long the pixels themselves took in the latest turn: the crop's own share of `apply`."""
    head = agent.store.path(session_id)[-1]
    return float(head.steps[0].receipt["seconds"])


def overhead(megapixels: int) -> None:
    image = mosaic(SIZE[megapixels])
    whole, outside_apply, png = [], [], []
    with session(image) as (agent, session_id, folder):
        for round_ in range(ROUNDS):
            x, y = 0.05 + 0.09 * round_, 0.8 - 0.08 * round_
            region = Region(box=(x, y, min(1, x + 0.1414), min(1, y + 0.1414)))
            began = time.perf_counter()
            last = list(agent.say(session_id, "brighten it a little", region=region))[-1]
            took = time.perf_counter() - began
            assert isinstance(last, Committed), last
            whole.append(took)
            outside_apply.append(took - operation_seconds(agent, session_id))
        for level in (6, 1):
            began = time.perf_counter()
            image.save(folder / "picture.png", compress_level=level)
            png.append(time.perf_counter() - began)
    turn, rest = statistics.median(whole), statistics.median(outside_apply)
    print(
        f"| {megapixels} MP | {1000 * turn:.0f} ms | {1000 * (turn - rest):.0f} ms | {1000 * rest:.0f} ms "
        f"| {png[0] / rest:.0f} × | {png[1] / rest:.0f} × |"
    )


def preview(megapixels: int, said: str) -> None:
    image = mosaic(SIZE[megapixels])
    shown, done, kept = [], [], []
    for _ in range(3):
        with session(image) as (agent, session_id, _folder):
            began = time.perf_counter()
            at = [(event, time.perf_counter() - began) for event in agent.say(session_id, said)]
            kept.append(time.perf_counter() - began)
        shown.append(min(when for event, when in at if isinstance(event, Progress) and event.preview is not None))
        done.append(max(when for event, when in at if isinstance(event, Finished)))
    columns = " | ".join(f"{statistics.median(times):.2f} s" for times in (shown, done, kept))
    print(f"| {megapixels} MP, “{said}” | {columns} |")


def main(megapixels: list[int]) -> None:
    print(f"\nA turn: Python {platform.python_version()}, Pillow {PIL.__version__}, {platform.machine()}\n")
    print("| picture | turn | of it the operation | overhead | PNG save : overhead | PNG level 1 : overhead |")
    print("|---|---|---|---|---|---|")
    for size in megapixels:
        overhead(size)
    print("\n| whole-picture adjust | first preview after | whole picture after | safe on disk after |")
    print("|---|---|---|---|")
    preview(24, "make it warmer and a bit brighter")
    preview(24, "brighten the shadows")


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [1, 4, 12])
