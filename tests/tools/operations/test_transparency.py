"""Pictures with an alpha channel: it goes where the pixels go, and what is put in can be seen."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.operations import parse
from tools.selection import Selection
from tools.studio import Studio

Disc = Callable[..., tuple[Image.Image, Selection]]
LOGO = "6" * 64


@pytest.fixture
def cut_out(disc: Disc) -> tuple[Image.Image, Selection]:
    """The disc on transparency."""
    image, selection = disc()
    edit = apply(image, parse({"op": "extract", "region": {"phrase": "disc"}}), Studio(engines=[]), selection)
    return edit.image, selection


def alpha(image: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return np.asarray(image.getchannel("A"))


@pytest.mark.parametrize("mode", ["LA", "RGBA"])
@pytest.mark.parametrize(
    "geometry",
    [
        {"op": "crop", "right": 0.3}, {"op": "crop", "left": 0.2, "top": 0.1}, {"op": "flip"},
        {"op": "rotate", "degrees": 90}, {"op": "resize", "width_px": 50}, {"op": "straighten", "degrees": 0},
    ],
)  # fmt: skip
def test_geometry_takes_it_along(geometry: dict[str, object], mode: str, noise: Callable[..., Image.Image]) -> None:
    image = noise((40, 30), mode=mode)
    result = apply(image, parse(geometry), Studio(engines=[])).image
    alone = apply(image.getchannel("A"), parse(geometry), Studio(engines=[])).image
    assert result.mode == mode
    assert result.getchannel("A").tobytes() == alone.tobytes()


def test_a_moved_cut_out_is_seen_where_it_went_and_gone_where_it_was(
    cut_out: tuple[Image.Image, Selection], flat_studio: Studio
) -> None:
    image, selection = cut_out
    edit = apply(image, parse({"op": "move", "dx": 0.4, "region": {"phrase": "disc"}}), flat_studio, selection)
    before, after = alpha(image), alpha(edit.image)
    assert np.array_equal(after[:, 105:185], before[:, 25:105])
    assert after[60, 60] == 0
    assert edit.image.getpixel((140, 60)) == image.getpixel((60, 60))
    assert edit.receipt.changed_outside == 0


@pytest.mark.parametrize(
    ("operation", "there"),
    [
        ({"op": "duplicate", "dx": 0.4}, (140, 60)), ({"op": "flip"}, (60, 60)),
        ({"op": "rotate", "degrees": 30}, (60, 60)), ({"op": "resize", "scale": 0.5}, (60, 75)),
    ],
)  # fmt: skip
def test_other_changes_of_a_cut_out(
    operation: dict[str, object], there: tuple[int, int], cut_out: tuple[Image.Image, Selection], flat_studio: Studio
) -> None:
    image, selection = cut_out
    edit = apply(image, parse({**operation, "region": {"phrase": "disc"}}), flat_studio, selection)
    assert edit.image.getpixel(there)[3] == 255  # type: ignore[index]
    assert edit.image.getpixel((5, 5))[3] == 0  # type: ignore[index]
    assert edit.receipt.changed_outside == 0


def test_an_opaque_picture_stays_opaque(disc: Disc, flat_studio: Studio) -> None:
    image, selection = disc()
    edit = apply(
        image.convert("RGBA"), parse({"op": "move", "dx": 0.4, "region": {"phrase": "d"}}), flat_studio, selection
    )
    assert alpha(edit.image).min() == 255


def test_lettering_shows_on_transparency(cut_out: tuple[Image.Image, Selection]) -> None:
    image, _ = cut_out
    edit = apply(image, parse({"op": "text", "content": "HI", "place": "right", "size": 0.3}), Studio(engines=[]))
    assert alpha(edit.image)[:, 120:].max() == 255
    assert (alpha(edit.image)[:, 120:] == 0).any()


@pytest.mark.parametrize("op", ["compose", "add"])
def test_what_is_put_in_shows_on_transparency(op: str, cut_out: tuple[Image.Image, Selection]) -> None:
    image, _ = cut_out
    logo = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    logo.paste((0, 0, 250, 255), (5, 5, 15, 15))
    named = {"object": "logo"} if op == "add" else {}
    studio = Studio(engines=[], picture=lambda digest: logo)
    edit = apply(image, parse({"op": op, "reference": LOGO, "place": "right", **named}), studio)
    assert edit.written is not None
    x, y = (round(n) for n in edit.written.centre)
    assert edit.image.getpixel((x, y)) == (0, 0, 250, 255)


def test_restoring_brings_the_ground_back(disc: Disc, cut_out: tuple[Image.Image, Selection]) -> None:
    photo, _ = disc()
    studio = Studio(engines=[], picture=lambda digest: photo)
    edit = apply(cut_out[0], parse({"op": "restore", "source": LOGO, "region": {"box": (0.5, 0, 1, 1)}}), studio)
    assert (alpha(edit.image)[:, 100:] == 255).all()
    assert edit.image.convert("RGB").crop((100, 0, 200, 120)).tobytes() == photo.crop((100, 0, 200, 120)).tobytes()


def test_a_larger_canvas_is_opaque_where_it_is_new(cut_out: tuple[Image.Image, Selection], flat_studio: Studio) -> None:
    edit = apply(cut_out[0], parse({"op": "extend", "right": 0.1}), flat_studio)
    assert (alpha(edit.image)[:, 200:] == 255).all()
    assert np.array_equal(alpha(edit.image)[:, :200], alpha(cut_out[0]))
