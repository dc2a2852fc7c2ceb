"""Something else in an object's place: a cut-out from a reference, or painted by a model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw

from tools.apply import apply
from tools.errors import EditRejected, ModelUnavailable
from tools.operations.replace import Replace, subject
from tools.selection import Selection
from tools.studio import Studio

REFERENCE = "b" * 64
Disc = Callable[..., tuple[Image.Image, Selection]]


@pytest.fixture
def star() -> Image.Image:
    """A blue square on transparency, off centre."""
    image = Image.new("RGBA", (60, 90), (255, 255, 255, 0))
    ImageDraw.Draw(image).rectangle((20, 30, 49, 59), fill=(20, 40, 220, 255))
    return image


def test_the_cut_out_stands_in_the_hole(disc: Disc, star: Image.Image) -> None:
    image, selection = disc()
    edit = apply(image, Replace(object="a square", reference=REFERENCE), Studio(picture=lambda digest: star), selection)
    values = np.asarray(edit.image).astype(int)
    x, y = (round(middle) for middle in selection.centre)
    assert np.abs(values[y, x] - (20, 40, 220)).max() <= 2
    red = (values[..., 0] > 120) & (values[..., 1] < 90)
    assert not red.any()
    assert edit.receipt.changed_outside == 0


def test_it_keeps_its_proportions_and_stands_on_the_ground(disc: Disc) -> None:
    image, selection = disc()
    flat = Image.new("RGBA", (40, 20), (20, 40, 220, 255))
    edit = apply(image, Replace(object="a bar", reference=REFERENCE), Studio(picture=lambda digest: flat), selection)
    blue = np.asarray(edit.image)[..., 2] > 150
    rows, columns = np.flatnonzero(blue.any(axis=1)), np.flatnonzero(blue.any(axis=0))
    assert len(columns) == pytest.approx(2 * len(rows), abs=2)
    assert rows[-1] == selection.box[3] - 1


def test_a_reference_without_transparency_is_cut_out_by_its_subject(disc: Disc) -> None:
    image, selection = disc()
    found: list[str] = []

    class Fixed(Studio):
        def ground(self, image, region, about_object=False):  # type: ignore[no-untyped-def]
            found.append(region.phrase)
            return selection

    piece = subject(image, Fixed(engines=[]))
    assert found == ["subject"]
    assert piece.mode == "RGBA"
    width, height = selection.box[2] - selection.box[0], selection.box[3] - selection.box[1]
    assert abs(piece.width - width) <= 6
    assert abs(piece.height - height) <= 6
    assert piece.getpixel((piece.width // 2, piece.height // 2)) == (210, 30, 40, 255)


def test_an_empty_reference_is_refused(disc: Disc) -> None:
    image, selection = disc()
    clear = Image.new("RGBA", (9, 9), (0, 0, 0, 0))
    with pytest.raises(EditRejected, match="empty"):
        apply(image, Replace(object="x", reference=REFERENCE), Studio(picture=lambda digest: clear), selection)


def test_words_alone_need_a_model(disc: Disc, model: Any, model_studio: Studio) -> None:
    image, selection = disc()
    with pytest.raises(ModelUnavailable) as caught:
        apply(image, Replace(object="orange"), Studio(), selection)
    assert "Attach a picture of an orange" in caught.value.hint
    edit = apply(image, Replace(object="orange", seed=3), model_studio, selection)
    assert model.last == ("paint", "orange")
    assert model.calls[-1][3].seed == 3
    assert edit.receipt.changed_outside == 0


def test_a_model_of_instructions_will_do(disc: Disc) -> None:
    from tools.studio import Studio as Plain

    image, selection = disc()

    class Instructed:
        name = "instructed"
        skills = frozenset({"instruct"})
        said = ""

        def versions(self) -> dict[str, str]:
            return {}

        def instruct(self, image, instruction, mask, sampling):  # type: ignore[no-untyped-def]
            self.said = instruction
            return image

    engine = Instructed()
    apply(image, Replace(object="orange"), Plain(engines=[engine]), selection)
    assert engine.said == "Replace the object with an orange."
