"""Twenty local edits in a row: outside the places that were asked for, the photograph stays what it was, to the bit."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import dataclass
from math import ceil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import skimage
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from PIL import Image

from agent.agent import Agent
from agent.events import Committed
from agent.plan import parse_plan
from memory.store import Store
from tools.photo import Photo
from tools.selection import pixel_box

LENGTH = 20
EXAMPLES = 200 if os.environ.get("PENTIMENTO_SOAK") else 25
COFFEE = Image.open(Path(skimage.__file__).parent / "data" / "coffee.png").convert("RGB")


class Scripted:
    name = "scripted"

    def propose(self, request: Any) -> Any:
        return parse_plan(request.utterance)


@dataclass(frozen=True)
class Asked:
    """A local edit, and the boxes (in fractions) that it was asked to change."""

    operation: dict[str, Any]
    boxes: tuple[tuple[float, float, float, float], ...]


@st.composite
def boxes(draw: st.DrawFn) -> tuple[float, float, float, float]:
    x0, y0 = draw(st.floats(0, 0.95)), draw(st.floats(0, 0.95))
    width, height = draw(st.floats(0.01, 0.35)), draw(st.floats(0.01, 0.35))
    return round(x0, 4), round(y0, 4), round(min(1, x0 + width), 4), round(min(1, y0 + height), 4)


def reached(box: tuple[float, float, float, float], dx: float, dy: float) -> tuple[float, float, float, float]:
    """The way from a box to where it is shifted: an object stops at the border of the picture."""
    x0, y0, x1, y1 = box
    return max(0, min(x0, x0 + dx)), max(0, min(y0, y0 + dy)), min(1, max(x1, x1 + dx)), min(1, max(y1, y1 + dy))


@st.composite
def edits(draw: st.DrawFn) -> Asked:
    box = draw(boxes())
    region = {"box": box, "feather_px": draw(st.sampled_from([0, 0, 3]))}
    amount = st.integers(-60, 60)
    kind = draw(
        st.sampled_from(["adjust", "recolor", "remove", "restyle", "flip", "move", "duplicate", "text", "enhance"])
    )
    if kind == "adjust":
        names = st.sampled_from(["exposure", "contrast", "saturation", "temperature", "shadows", "sharpness"])
        amounts = draw(st.dictionaries(names, amount, min_size=1, max_size=3))
        extra = draw(st.sampled_from([{}, {"blur": 20}, {"pixelate": 30}, {"grain": 20}]))
        return Asked({"op": "adjust", "region": region, **amounts, **extra}, (box,))
    if kind == "recolor":
        return Asked(
            {"op": "recolor", "region": region, "color": draw(st.sampled_from(["blue", "black", "#fff"]))}, (box,)
        )
    if kind == "restyle":
        return Asked(
            {"op": "restyle", "region": region, "style": draw(st.sampled_from(["watercolor", "sketch"]))}, (box,)
        )
    if kind == "flip":
        return Asked({"op": "flip", "region": region, "axis": "horizontal"}, (box,))
    if kind in ("move", "duplicate"):
        dx, dy = draw(st.floats(-0.3, 0.3)), draw(st.floats(-0.3, 0.3))
        return Asked({"op": kind, "region": region, "dx": dx, "dy": dy}, (box, reached(box, dx, dy)))
    if kind == "text":
        return Asked({"op": "text", "region": region, "content": "hi"}, (box,))
    if kind == "enhance":
        return Asked({"op": "enhance", "region": region, "task": "denoise"}, (box,))
    return Asked({"op": kind, "region": region}, (box,))


def photograph(size: tuple[int, int], mode: str) -> Image.Image:
    """A piece of a real photograph in `mode`; larger ones are mirrored together."""
    tiles = Image.new("RGB", size)
    for y in range(0, size[1], COFFEE.height):
        for x in range(0, size[0], COFFEE.width):
            tiles.paste(COFFEE, (x, y))
    image = tiles.convert("LA" if mode == "LA" else mode)
    if mode in ("LA", "RGBA"):
        image.putalpha(Image.linear_gradient("L").resize(size))
    return image


def allowed(asked: list[tuple[Asked, int]], size: tuple[int, int]) -> np.ndarray:
    """Where the edits may have written: every asked box, dilated by the grow that its receipt states."""
    mask = np.zeros((size[1], size[0]), bool)
    for edit, grow in asked:
        for box in edit.boxes:
            x0, y0, x1, y1 = pixel_box(box, size)
            reach = grow + (1 if len(edit.boxes) > 1 else 0)  # a shift is rounded to whole pixels
            mask[max(0, y0 - reach) : y1 + reach, max(0, x0 - reach) : x1 + reach] = True
    return mask


def check_chain(chain: list[Asked], image: Image.Image) -> None:
    with tempfile.TemporaryDirectory() as folder, Store(Path(folder) / "p.db") as store:
        agent = Agent(store, planner=Scripted(), seed=3)
        session = agent.open(Photo(image, None, None, "test", "PNG", ()))
        done: list[tuple[Asked, int]] = []
        for edit in chain:
            said = json.dumps({"act": "edit", "operations": [edit.operation]})
            last = list(agent.say(session.id, said))[-1]
            turn = last.state.turn if isinstance(last, Committed) else None
            if turn is None:
                continue  # refused, or nothing to change: then it has changed nothing, which is held below
            receipt = turn.steps[0].receipt
            assert receipt["changed_outside"] == 0, edit
            assert receipt["same_size"], edit
            done.append((edit, receipt["grow_px"]))
        head = store.picture(store.path(session.id)[-1].picture)
        assert head.size == image.size
        before, after = np.asarray(image.convert(head.mode)), np.asarray(head)
        differs = (before != after).reshape(*before.shape[:2], -1).any(axis=-1)
        assert not (differs & ~allowed(done, image.size)).any()
        if done:
            store.undo(session.id, len(done))
        root = store.path(session.id)
        assert len(root) == 1
        assert store.picture(root[0].picture).tobytes() == image.tobytes()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    phases=[
        Phase.explicit,
        Phase.reuse,
        Phase.generate,
    ],  # twenty edits a try: shrinking would take longer than reading
    suppress_health_check=list(HealthCheck),
)
@given(
    chain=st.lists(edits(), min_size=LENGTH, max_size=LENGTH),
    size=st.one_of(st.just((1, 1)), st.tuples(st.integers(1, 60), st.integers(1, 60)), st.just((430, 290))),
    mode=st.sampled_from(["RGB", "L", "RGBA", "LA"]),
)
def test_outside_of_what_was_asked_nothing_changes(chain: list[Asked], size: tuple[int, int], mode: str) -> None:
    check_chain(chain, photograph(size, mode))


@pytest.mark.parametrize(("size", "small"), [((816, 612), 0.3), ((3000, 2000), 0.05)])
def test_the_same_at_the_size_of_photographs(size: tuple[int, int], small: float) -> None:
    chain = []
    for index in range(LENGTH):
        x, y = (index * 0.37) % 0.6, (index * 0.23) % 0.6
        box = (x, y, x + small, y + small)
        region = {"box": box}
        chain.append(
            [
                Asked({"op": "adjust", "region": region, "exposure": 20, "sharpness": 30}, (box,)),
                Asked({"op": "recolor", "region": region, "color": "teal"}, (box,)),
                Asked({"op": "flip", "region": region}, (box,)),
                Asked({"op": "remove", "region": region}, (box,)),
                Asked({"op": "duplicate", "region": region, "dx": 0.2, "dy": 0.1}, (box, reached(box, 0.2, 0.1))),
            ][index % 5]
        )
    check_chain(chain, photograph(size, "RGB"))


def test_the_law_can_fail() -> None:
    """The check itself notices one pixel that nobody asked for."""
    size = (40, 30)
    box = (0.1, 0.1, 0.3, 0.3)
    mask = allowed([(Asked({}, (box,)), 2)], size)
    assert mask.sum() == (ceil(0.3 * 40) - 4 + 4) * (9 - 3 + 3 + 1)
    assert not mask[20, 30]
