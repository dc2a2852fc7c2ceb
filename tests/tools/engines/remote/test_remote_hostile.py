"""A hostile cloud model: whatever it does, nothing outside what was asked changes, the size stays, and it is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image

from tools.apply import apply
from tools.operations.add import Add
from tools.operations.background import Background
from tools.operations.generate import Generate
from tools.operations.instruct import Instruct
from tools.operations.remove import Remove
from tools.operations.replace import Replace
from tools.operations.restyle import Restyle
from tools.registration import Shift, undone
from tools.studio import Studio
from tools.types import Edit, Operation, Region

REGION = Region(box=(0.35, 0.3, 0.6, 0.6))
LOCAL: tuple[Operation, ...] = (
    Add(object="straw hat", region=REGION),
    Remove(region=REGION),
    Replace(object="a balloon", region=REGION),
    Instruct(instruction="Paint it blue.", region=REGION),
    Background(mode="scene", scene="a beach at sunset", region=REGION),
)
# On a canvas of the photograph's own shape a shift by its pixels is one by the photograph's.
NATIVE = "640x427"


def inverted(image: Image.Image) -> Image.Image:
    return image.point([255 - value for value in range(256)] * 3)


def outside(photo: Image.Image, edit: Edit) -> int:
    """Counted without the program's own counting: pixels beyond what was asked, grown as the receipt says."""
    assert edit.written is not None
    changed = (np.asarray(photo) != np.asarray(edit.image)).any(axis=2)
    return int((changed & (np.asarray(edit.written.full()) == 0)).sum())


@pytest.mark.parametrize("operation", LOCAL, ids=lambda one: one.op)
@pytest.mark.parametrize("conduct", ["everything", "another size", "mask ignored", "shifted"])
def test_no_conduct_of_a_model_gets_outside(
    operation: Operation, conduct: str, cloud: Any, well: Any, rocket: Image.Image,
    remote_studio: Callable[..., Studio],
) -> None:  # fmt: skip
    cloud.behave = {
        "everything": lambda asked: inverted(well(asked)),
        "another size": lambda asked: well(asked).resize((700, 300)),
        "mask ignored": lambda asked: Image.new("RGB", asked.size, (200, 20, 20)),
        "shifted": lambda asked: undone(well(asked), Shift(-7.0, 0.0)),
    }[conduct]
    photo = rocket.resize((320, 214))
    edit = apply(photo, operation, remote_studio(sizes="192x128,160x160,128x192"))
    receipt = edit.receipt
    assert edit.image.size == photo.size
    assert receipt.same_size
    assert outside(photo, edit) == receipt.changed_outside == 0
    assert receipt.changed_inside
    assert (receipt.engine, receipt.model) == ("remote", "painter-1")
    told = "; ".join(receipt.notes)
    expected = {
        "everything": "also changed",
        "another size": "returned 700 × 300 instead of",
        "mask ignored": "also changed",
        "shifted": "shifted the picture by",
    }[conduct]
    assert expected in told
    assert (receipt.shift_px > 0) == (conduct == "shifted" or "shifted the picture" in told)


def test_a_shift_by_seven_pixels_is_told_as_seven(
    cloud: Any, well: Any, rocket: Image.Image, remote_studio: Callable[..., Studio]
) -> None:
    whole = Add(object="hat", region=Region(box=(0.4, 0.4, 0.55, 0.6)))

    def moved(asked: Any) -> Image.Image:
        return undone(well(asked), Shift(-7.0, 0.0))

    class Everything(Add):
        def margin_px(self, size: tuple[int, int]) -> int:
            return 1000

    wide = Everything(**whole.model_dump())
    straight = apply(rocket, wide, remote_studio(sizes=NATIVE))
    cloud.behave = moved
    edit = apply(rocket, wide, remote_studio(sizes=NATIVE))
    assert cloud.asked[-1].images[0].size == (640, 427)
    assert edit.receipt.shift_px == pytest.approx(7.0, abs=0.05)
    assert "the model shifted the picture by 7.0 px; undone" in edit.receipt.notes
    assert np.abs(np.asarray(edit.image, int) - np.asarray(straight.image, int)).mean() < 0.05


def test_without_a_region_only_what_it_changed_is_taken(
    cloud: Any, well: Any, rocket: Image.Image, remote_studio: Callable[..., Studio]
) -> None:
    cloud.behave = lambda asked: undone(well(asked).resize((288, 192)).resize((384, 256)), Shift(-7.0, 0.0))
    edit = apply(rocket, Instruct(instruction="Add a blue balloon."), remote_studio())
    receipt = edit.receipt
    assert cloud.asked[-1].mask is None
    assert outside(rocket, edit) == receipt.changed_outside == 0
    assert receipt.mask_px is not None
    assert receipt.mask_px < 0.1 * rocket.width * rocket.height
    assert receipt.shift_px > 2
    assert any("only where the model's picture really differs" in note for note in receipt.notes)


def test_a_style_for_everything_keeps_the_size(
    cloud: Any, rocket: Image.Image, remote_studio: Callable[..., Studio]
) -> None:
    cloud.behave = lambda asked: inverted(asked.images[0].convert("RGB")).resize((512, 512))
    edit = apply(rocket, Restyle(style="watercolor"), remote_studio())
    assert edit.image.size == rocket.size
    assert edit.receipt.engine == "remote"
    assert edit.receipt.changed_outside is None
    assert "watercolor" in cloud.asked[-1].fields["prompt"]


def test_a_picture_from_words_has_the_size_asked_for(cloud: Any, remote_studio: Callable[..., Studio]) -> None:
    photo = Image.new("RGB", (301, 197))
    edit = apply(photo, Generate(prompt="a fox in the snow", width_px=500, height_px=333), remote_studio())
    assert edit.image.size == (500, 333)
    assert edit.image.getpixel((250, 160)) == (20, 120, 60)
    (asked,) = cloud.asked
    assert asked.path == "/v1/images/generations"
    assert asked.fields["prompt"] == "a fox in the snow"
    assert asked.fields["size"] == "384x256"
    assert not asked.files


@pytest.mark.parametrize("kind", [Add, Replace])
def test_an_attached_picture_goes_along_where_the_engine_was_named(
    kind: Any, cloud: Any, rocket: Image.Image, remote: Callable[..., Any]
) -> None:
    hat = Image.new("RGB", (40, 30), "yellow")
    photo = rocket.resize((320, 214))
    operation = kind(object="straw hat", reference="0" * 64, region=REGION)
    studio = Studio(engines=[remote()], chosen="remote", picture=lambda digest: hat)
    edit = apply(photo, operation, studio)
    (asked,) = cloud.asked
    assert [name for name, _ in asked.files] == ["image[]", "image[]", "mask"]
    assert asked.images[1].getpixel((5, 5)) == (255, 255, 0)
    assert "straw hat, exactly the one in the second picture" in asked.fields["prompt"]
    assert edit.receipt.changed_outside == 0
    assert edit.receipt.engine == "remote"


def test_what_is_sent_stays_as_it_was(cloud: Any, rocket: Image.Image, remote: Callable[..., Any]) -> None:
    before = rocket.tobytes()
    remote(sizes=NATIVE).fill(rocket, Image.new("L", rocket.size, 255))
    assert rocket.mode == "RGB"
    assert rocket.tobytes() == before


def test_transparency_in_the_answer_shows_the_photograph(
    cloud: Any, rocket: Image.Image, remote_studio: Callable[..., Studio]
) -> None:
    cloud.behave = lambda asked: Image.new("RGBA", asked.size, (0, 255, 0, 0))
    edit = apply(rocket, Add(object="hat", region=REGION), remote_studio())
    box = (260, 160, 360, 230)
    before, after = (np.asarray(one.crop(box), int) for one in (rocket, edit.image))
    assert np.abs(before - after).mean() < 2


@pytest.mark.parametrize("mode", ["L", "RGBA", "LA"])
def test_every_mode_keeps_its_mode(
    mode: str, cloud: Any, rocket: Image.Image, remote_studio: Callable[..., Studio]
) -> None:
    photo = rocket.resize((160, 107)).convert(mode)
    edit = apply(photo, Add(object="hat", region=REGION), remote_studio())
    assert edit.image.size == photo.size
    assert edit.image.mode == mode
    assert edit.receipt.changed_outside == 0


def test_pictures_go_out_bare(cloud: Any, rocket: Image.Image, remote_studio: Callable[..., Studio]) -> None:
    photo = rocket.copy()
    photo.info = {"exif": b"Exif\0\0secret", "icc_profile": b"secret profile", "comment": "secret", "dpi": (300, 300)}
    apply(photo, Add(object="hat", region=REGION), remote_studio(api_key="sk-test-1"))
    (asked,) = cloud.asked
    assert all(b"secret" not in data for _, data in asked.files)
    assert all(not image.info for image in asked.images)
    assert asked.headers["authorization"] == "Bearer sk-test-1"
    assert asked.mask is not None
    image = asked.images[0]
    assert image.size == asked.mask.size == asked.size
    alpha = np.asarray(asked.mask.getchannel("A"))
    assert set(np.unique(alpha)) == {0, 255}
    assert 0.02 < (alpha == 0).mean() < 0.5
