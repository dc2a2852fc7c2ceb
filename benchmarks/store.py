"""Keeping a turn and taking it back, as ratios to Pillow's PNG: `python -m benchmarks.store [MEGAPIXELS …]`.

Commit: `Store.commit` of a turn that edits a square of 2 % anywhere in the picture, synchronous=FULL, against saving
the same picture as PNG to the same folder right afterwards (not by turns: what a PNG leaves to be written would be
waited for by the next commit). Undo and show: a new process opens the store,
undoes a turn and has a preview of at most 1024 pixels (or the full picture) in memory, against a new process that loads
the PNG, and against loading it in a process that is already warm. All times are medians.
"""

import platform
import random
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import PIL
import zstandard
from PIL import Image

from benchmarks.photographs import SIZES, mosaic
from memory import Store, TurnDraft

UNDO = """
import sys
from pathlib import Path
from memory.store import Store
store = Store(Path(sys.argv[1]))
turn = store.undo("last")
image = store.preview(turn.picture, 1024) if sys.argv[2] == "preview" else store.picture(turn.picture)
image.load()
"""
LOAD = """
import sys
from PIL import Image
Image.open(sys.argv[1]).load()
"""


def seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


def edited(image: Image.Image, chance: random.Random) -> Image.Image:
    """The picture with a square of 2 % of its pixels made lighter, somewhere."""
    side = round((0.02 * image.width * image.height) ** 0.5)
    left, top = chance.randrange(image.width - side), chance.randrange(image.height - side)
    after = image.copy()
    after.paste(image.crop((left, top, left + side, top + side)).point(lambda v: min(255, v + 9)), (left, top))
    return after


def measure(megapixels: int, folder: Path) -> None:
    image, chance = mosaic(SIZES[megapixels]), random.Random(1)
    path, png = folder / "store.db", folder / "picture.png"
    times: dict[str, list[float]] = {}

    def note(name: str, action: Callable[[], object]) -> None:
        times.setdefault(name, []).append(seconds(action))

    with Store(path) as store:
        head = store.open_session(image, name="photograph")
        session, head_id, current = head.id, head.head_id, image
        for _ in range(30):
            after = edited(current, chance)
            draft = TurnDraft("a little lighter here", after)
            begun = time.perf_counter()
            head_id = store.commit(session, draft, expected_head=head_id).id
            times.setdefault("commit", []).append(time.perf_counter() - begun)
            current = after
    for _ in range(5):
        note("level 1", lambda: image.save(png, compress_level=1))
    for _ in range(3):
        note("default", lambda: image.save(png))
    for _ in range(9):
        note("load", lambda: Image.open(png).load())
        note("cold load", lambda: cold(LOAD, png))
        note("cold preview", lambda: cold(UNDO, path, "preview"))
        note("cold full", lambda: cold(UNDO, path, "full"))
        note("nothing", lambda: cold("pass"))
    middle = {name: statistics.median(values) for name, values in times.items()}
    report(megapixels, middle)


def cold(program: str, *arguments: object) -> None:
    subprocess.run([sys.executable, "-c", program, *map(str, arguments)], check=True)


def report(megapixels: int, middle: dict[str, float]) -> None:
    def row(what: str, ours: str, peer: str, wanted: str) -> None:
        mine, theirs = middle[ours], middle[peer]
        ratio = f"{theirs / mine:.1f}× {wanted}"
        print(f"| {megapixels} MP | {what} | {mine * 1e3:.1f} ms | {theirs * 1e3:.0f} ms | {ratio} |")

    row("commit, against PNG save (default)", "commit", "default", "(100 wanted)")
    row("commit, against PNG save (level 1)", "commit", "level 1", "(30 wanted)")
    row("undo and preview, new process, against PNG load in a warm one", "cold preview", "load", "(3 wanted)")
    row("undo and preview, new process, against PNG load in a new one", "cold preview", "cold load", "")
    row("undo and full picture, new process, against PNG load in a new one", "cold full", "cold load", "")
    row("a new process that does nothing, against PNG load in a warm one", "nothing", "load", "")
    sys.stdout.flush()


def main() -> None:
    versions = f"Python {platform.python_version()}, Pillow {PIL.__version__}, SQLite {sqlite3.sqlite_version}"
    print(f"{versions}, zstandard {zstandard.__version__}\n")
    print("| picture | what | ours | Pillow | ratio |\n|---|---|---|---|---|")
    for megapixels in [int(word) for word in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder:
            measure(megapixels, Path(folder))


if __name__ == "__main__":
    main()
