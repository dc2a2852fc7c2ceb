"""Places beside a thing: their words in two languages, their boxes, and the question about a thing that isn't found."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from pydantic import ValidationError

from tools.apply import apply
from tools.beside import Beside, Relation, fitting, parse_beside, put_beside, reworded
from tools.errors import Unclear
from tools.operations.duplicate import Duplicate
from tools.operations.move import Move
from tools.operations.text import Text
from tools.selection import Selection
from tools.studio import Studio
from tools.types import Candidate, Region

SIDES = st.integers(10, 300)
RELATIONS = ("left of", "right of", "above", "below", "on", "next to")


@pytest.mark.parametrize(
    ("words", "relation", "anchor"),
    [
        ("to the right of the sofa", "right of", "the sofa"),
        ("just left of a tree", "left of", "a tree"),
        ("on the right-hand side of his desk", "right of", "his desk"),
        ("next to the spoon.", "next to", "the spoon"),
        ("over the door", "above", "the door"),
        ("underneath the bridge", "below", "the bridge"),
        ("on top of the shelf", "on", "the shelf"),
        ("勺子旁边", "next to", "勺子"),
        ("到沙发的右边", "right of", "沙发"),
        ("门正上方", "above", "门"),
        ("桌子上", "on", "桌子"),
        ("椅子下面", "below", "椅子"),
    ],
)
def test_words(words: str, relation: Relation, anchor: str) -> None:
    assert parse_beside(words) == Beside(relation, anchor)


@pytest.mark.parametrize(
    "words",
    [
        "left", "on the left", "to the left of the picture", "near the top edge", "by 20%", "top right",
        "a bit to the left",
        "右边", "最右边", "画面的左边", "左上角", "靠右边", "between the cup and the plate",
    ],
)  # fmt: skip
def test_sides_of_the_picture_are_no_things(words: str) -> None:
    assert parse_beside(words) is None


def test_the_thing_by_other_words() -> None:
    assert reworded("to the right of the sofa", "the blue one") == "to the right of the blue one"
    assert reworded("沙发右边", "椅子") == "椅子右边"


def test_what_is_no_place() -> None:
    assert Move(place="upper right corner").place == "top right"
    assert Move(place="left of the picture").place == "left"
    with pytest.raises(ValidationError):
        Move(place="wherever you like")


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(RELATIONS), SIDES, SIDES, st.data())
def test_boxes(relation: Relation, width: int, height: int, data: st.DataObject) -> None:
    x0, y0 = data.draw(st.integers(0, width - 1)), data.draw(st.integers(0, height - 1))
    anchor = x0, y0, data.draw(st.integers(x0 + 1, width)), data.draw(st.integers(y0 + 1, height))
    wide, high = data.draw(st.integers(1, width)), data.draw(st.integers(1, height))
    left, top, right, bottom = put_beside(relation, anchor, (wide, high), (width, height))
    assert (right - left, bottom - top) == (wide, high)
    assert 0 <= left < right <= width
    assert 0 <= top < bottom <= height
    if relation in ("left of", "next to") and wide <= x0 and x0 >= width - anchor[2]:
        assert right <= x0
    if relation == "right of" and wide <= width - anchor[2]:
        assert left >= anchor[2]
    if relation == "above" and high <= y0:
        assert bottom <= y0
    if relation == "below" and high <= height - anchor[3]:
        assert top >= anchor[3]
    small = fitting(relation, anchor, (wide, high), (width, height))
    assert 1 <= small[0] <= wide
    assert 1 <= small[1] <= high


def test_next_to_stays_on_its_own_side() -> None:
    assert put_beside("next to", (40, 40, 60, 60), (10, 10), (100, 100), now=(5, 5, 15, 15))[2] <= 40
    assert put_beside("next to", (40, 40, 60, 60), (10, 10), (100, 100), now=(85, 5, 95, 15))[0] >= 60


def scene() -> Image.Image:
    image = Image.new("RGB", (120, 80), (200, 200, 200))
    draw = ImageDraw.Draw(image)
    draw.rectangle((10, 10, 21, 21), fill=(200, 0, 0))
    draw.rectangle((70, 40, 89, 69), fill=(0, 0, 200))
    return image


class Eyes:
    """Knows where the box is, and of two lamps not which."""

    name = "eyes"
    exact = False

    def propose(self, phrase: str, image: Image.Image) -> list[Candidate]:
        boxes = {"the box": [(70, 40, 90, 70)], "the lamp": [(0, 0, 9, 9), (100, 0, 110, 9)]}.get(phrase, [])
        return [Candidate(Selection.rectangle(box, image.size), 0.9) for box in boxes]


STUDIO = Studio(grounders=[Eyes()])
DOT = Region(box=(10 / 120, 10 / 80, 22 / 120, 22 / 80))


def test_a_move_keeps_numbers_only() -> None:
    edit = apply(scene(), Move(region=DOT, place="to the right of the box"), STUDIO)
    assert isinstance(edit.operation, Move)
    assert (edit.operation.place, edit.operation.anchor) == (None, None)
    assert edit.target is not None
    x0, _, x1, y1 = (edit.target.trimmed() or edit.target).box
    assert (x0 >= 90, x1 - x0, y1) == (True, 12, 70)
    assert apply(scene(), edit.operation, Studio(grounders=[])).image.tobytes() == edit.image.tobytes()


def test_a_copy_stands_beside_the_thing() -> None:
    edit = apply(scene(), Duplicate(region=DOT, place="left of the box", scale=0.5), STUDIO)
    assert edit.target is not None
    x0, _, x1, y1 = (edit.target.trimmed() or edit.target).box
    assert 22 < x0 < x1 <= 70
    assert abs(y1 - 70) <= 1


def test_lettering_above_the_thing_grows_there() -> None:
    edit = apply(scene(), Text(content="HI", place="above the box", size=0.1), STUDIO)
    assert edit.written is not None
    assert edit.written.box[3] <= 41
    larger = edit.operation.model_copy(update={"size": 0.2, "region": None})
    again = apply(scene(), larger, Studio(grounders=[]))
    assert again.written is not None
    assert again.written.area_px > edit.written.area_px


def test_one_question_about_the_thing() -> None:
    with pytest.raises(Unclear) as asked:
        apply(scene(), Move(region=DOT, place="next to the lamp"), STUDIO)
    assert (asked.value.field, len(asked.value.candidates)) == ("anchor", 2)
