"""One specification for every operation: what it says about itself, and what it may do to a picture."""

from __future__ import annotations

import contextlib
import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from agent.plan import operation_json
from tools.apply import apply
from tools.errors import BadArguments, ModelUnavailable, ToolError, UnknownOperation
from tools.operations import operations, parse
from tools.studio import Studio
from tools.types import IDENTITY, Operation

DIGEST = "ab" * 32
BOX = {"box": (0.2, 0.25, 0.7, 0.8)}

# One or more ways to ask for each operation that has pixels of its own without a model.
LOCAL: dict[str, list[dict[str, Any]]] = {
    "adjust": [{"exposure": 30}, {"contrast": -40, "saturation": 20}, {"blur": 40}, {"pixelate": 50}, {"grain": 30}],
    "add": [{"object": "hat", "reference": DIGEST}],
    "compose": [{"reference": DIGEST}],
    "duplicate": [{"dx": 0.2, "dy": -0.1}],
    "enhance": [{"task": "denoise"}, {"task": "white_balance"}],
    "flip": [{"axis": "vertical"}],
    "match": [{"reference": DIGEST}],
    "move": [{"dx": -0.15, "dy": 0.1}],
    "recolor": [{"color": "blue"}],
    "remove": [{}],
    "resize": [{"scale": 0.5}],
    "restore": [{"source": DIGEST, "mapping": IDENTITY}],
    "restyle": [{"style": "watercolor"}],
    "rotate": [{"degrees": 30}],
    "text": [{"content": "hi"}],
}
WHOLE: dict[str, list[dict[str, Any]]] = {
    "crop": [{"left": 0.25}, {"ratio": "1:1"}],
    "flip": [{"axis": "horizontal"}],
    "resize": [{"scale": 0.5}, {"width_px": 33}],
    "rotate": [{"degrees": 90}, {"degrees": 20}],
    "straighten": [{"degrees": 3}],
}
OTHER: dict[str, list[dict[str, Any]]] = {
    "analogy": [{"before": DIGEST, "after": DIGEST}],
    "background": [{"mode": "blur"}],
    "drag": [{"pairs": [(0.2, 0.2, 0.4, 0.4)]}],
    "extract": [{"region": BOX}],
}
NEEDS_MODEL: dict[str, list[dict[str, Any]]] = {
    "add": [{"object": "hat"}],
    "enhance": [{"task": "derain"}, {"task": "upscale"}],
    "extend": [{"left": 0.5}],
    "generate": [{"prompt": "a lake"}],
    "instruct": [{"instruction": "make it winter"}],
    "pose": [{"pose": "sitting", "region": BOX}],
    "relight": [{"light": "hard light with long shadows"}],
    "replace": [{"object": "dog", "region": BOX}],
    "retexture": [{"material": "gold", "region": BOX}],
    "viewpoint": [{"view": "from above"}],
    "warp": [{"shape": "round", "region": BOX}],
}
MODES = ("L", "LA", "RGB", "RGBA")
ALL = list(operations().items())


def picture(mode: str, size: tuple[int, int] = (64, 48)) -> Image.Image:
    """Edges, gradients and noise in a small picture; its alpha is a gradient."""
    noise = np.random.default_rng(5).integers(0, 40, (size[1], size[0], 3))
    rows, columns = np.mgrid[: size[1], : size[0]]
    base = np.stack([rows * 4 % 200, columns * 3 % 200, (rows + columns) % 160], -1) + noise
    image = Image.fromarray(base.astype(np.uint8)).convert("LA" if mode == "LA" else mode)
    if mode in ("LA", "RGBA"):
        image.putalpha(Image.linear_gradient("L").resize(size))
    return image


def studio(size: tuple[int, int] = (64, 48)) -> Studio:
    """A studio whose one reference is a picture with a cut-out's alpha; restore needs one of the picture's own size."""
    reference = picture("RGBA", size)
    return Studio(picture=lambda digest: reference)


def cases(table: dict[str, list[dict[str, Any]]]) -> list[Any]:
    return [
        pytest.param({"op": op, **given}, id=f"{op}-{n}") for op, ways in table.items() for n, given in enumerate(ways)
    ]


@pytest.mark.parametrize(("name", "kind"), ALL)
def test_says_what_it_is(name: str, kind: type[Operation]) -> None:
    snake = re.sub(r"(?<!^)(?=[A-Z])", "_", kind.__name__).lower()
    assert name == snake == kind.__module__.rsplit(".", 1)[1] == kind.model_fields["op"].default
    assert kind.__doc__
    assert len(kind.__doc__) > 30
    assert len(kind.examples) >= 2


@pytest.mark.parametrize(("name", "kind"), ALL)
def test_examples_are_valid_and_survive_json(name: str, kind: type[Operation]) -> None:
    for example in kind.examples:
        operation = parse({"op": name, **example.arguments})
        assert parse(operation_json(operation)) == operation
        assert operation.describe()
        assert name in operation.words()


@pytest.mark.parametrize(("name", "kind"), ALL)
def test_every_operation_is_held_to_this_specification(name: str, kind: type[Operation]) -> None:
    assert name in LOCAL | WHOLE | OTHER | NEEDS_MODEL


@pytest.mark.parametrize("arguments", cases(LOCAL))
@pytest.mark.parametrize("mode", MODES)
def test_local_edits_stay_where_they_were_asked(arguments: dict[str, Any], mode: str) -> None:
    image = picture(mode)
    kept = image.tobytes()
    operation = parse({**arguments, "region": BOX, "seed": 5})
    edit = apply(image, operation, studio())
    assert edit.image.size == image.size
    assert edit.image.mode == ({"L": "RGB", "LA": "RGBA"}.get(mode, mode) if operation.needs_colour else mode)
    assert image.tobytes() == kept
    assert edit.receipt.changed_outside == 0
    assert edit.receipt.same_size
    assert edit.receipt.grow_px <= 16
    assert edit.written is not None
    outside = np.asarray(edit.written.full()) == 0
    assert (np.asarray(edit.image)[outside] == np.asarray(image.convert(edit.image.mode))[outside]).all()
    again = apply(image, operation, studio())
    assert again.image.tobytes() == edit.image.tobytes()


@pytest.mark.parametrize("arguments", cases({k: v for k, v in LOCAL.items() if k not in ("move", "duplicate")}))
def test_what_is_written_lies_within_what_was_asked(arguments: dict[str, Any]) -> None:
    """Moved and copied objects also write where they go; all others stay within the asked region and its grow."""
    edit = apply(picture("RGB"), parse({**arguments, "region": BOX, "seed": 5}), studio())
    assert edit.asked is not None
    assert edit.written is not None
    reach = edit.asked.dilated(edit.receipt.grow_px)
    if arguments["op"] in ("rotate", "resize", "add", "compose", "text"):
        return  # their destination is held by their own tests
    assert edit.written.minus(reach) is None


@pytest.mark.parametrize("arguments", cases({**LOCAL, **OTHER}))
@pytest.mark.parametrize("size", [(1, 1), (1, 9), (3, 2), (17, 1)])
def test_no_picture_is_too_small(arguments: dict[str, Any], size: tuple[int, int]) -> None:
    """One clear error, or a result of the same size."""
    image = picture("RGB", size)
    with contextlib.suppress(ToolError):
        edit = apply(image, parse({"region": {"box": (0, 0, 1, 1)}, **arguments, "seed": 1}), studio(size))
        assert edit.image.size == size


@pytest.mark.parametrize("arguments", cases(WHOLE))
@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("size", [(64, 48), (1, 1), (5, 2)])
def test_whole_picture_operations_keep_the_mode_and_tell_the_geometry(
    arguments: dict[str, Any], mode: str, size: tuple[int, int]
) -> None:
    image = picture(mode, size)
    edit = apply(image, parse({**arguments, "seed": 2}), studio())
    assert edit.image.mode in (mode, {"L": "LA", "RGB": "RGBA"}.get(mode, mode))
    assert edit.receipt.changed_outside is None
    assert edit.receipt.same_size == (edit.image.size == size)
    assert edit.transform[8] == 1
    assert apply(image, parse({**arguments, "seed": 2}), studio()).image.tobytes() == edit.image.tobytes()


@pytest.mark.parametrize("arguments", cases(NEEDS_MODEL))
def test_what_needs_a_model_says_so_in_one_sentence(arguments: dict[str, Any]) -> None:
    with pytest.raises(ModelUnavailable) as raised:
        apply(picture("RGB"), parse({**arguments, "seed": 1}), studio())
    assert raised.value.skill
    assert raised.value.message.endswith(".")
    assert len(raised.value.message) < 300


@settings(max_examples=30, deadline=None)
@given(
    name=st.sampled_from([name for name, _ in ALL]),
    junk=st.dictionaries(st.text(max_size=8), st.integers(), min_size=1),
)
def test_unknown_arguments_are_refused(name: str, junk: dict[str, int]) -> None:
    known = set(operations()[name].model_fields)
    if set(junk) <= known:
        return
    with pytest.raises(BadArguments):
        parse({**junk, "op": name})


@pytest.mark.parametrize("name", ["", "photoshop", "__class__", "adjust\n", "../adjust", 7, None])
def test_unknown_operations_are_refused(name: object) -> None:
    with pytest.raises(UnknownOperation):
        parse({"op": name})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), 1e9, "12; drop table", [], {}])
def test_amounts_are_numbers_within_their_range(value: object) -> None:
    with pytest.raises(BadArguments):
        parse({"op": "adjust", "exposure": value})
