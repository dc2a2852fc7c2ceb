"""`pentimento export`: pictures in every format, the sheet, the history as JSON."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from agent.faces.export import saver
from agent.plan import Arguments
from memory.pictures import digest
from memory.store import Store
from tools.errors import PictureError

Call = Callable[..., Any]


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tiff", "a.webp", "a.gif", "a.avif", "A.PNG"])
def test_the_head_is_written_in_the_format_of_the_name(cli: Call, session: str, name: str) -> None:
    answer = cli("export", session, "-o", name)
    assert answer.code == 0, answer.err
    assert "150 × 67" in answer.out
    with Image.open(name) as image:
        assert image.size == (150, 67)


def test_another_turn_is_written_to_the_bit(cli: Call, session: str) -> None:
    assert cli("export", session, "-o", "first.png", "--turn", 1).code == 0
    with Image.open("first.png") as image:
        assert digest(image.convert("RGB")) == cli("show", session, 1, "--json").lines[0]["picture"]["digest"]


def test_json_tells_the_file(cli: Call, session: str) -> None:
    assert cli("export", session, "-o", "a.png", "--json").lines == [
        {"session": session, "file": "a.png", "error": None}
    ]


def test_the_whole_history_is_one_picture(cli: Call, session: str) -> None:
    cli("undo", session)
    cli("edit", "--session", session, "make it warmer")
    heights = []
    for option in ("--sheet", "--tree"):
        answer = cli("export", session, "-o", "sheet.png", option)
        assert answer.code == 0, answer.err
        with Image.open("sheet.png") as image:
            assert image.width >= 600
            heights.append(image.height)
    assert heights[1] > heights[0]


def test_the_whole_history_is_one_document(cli: Call, session: str) -> None:
    cli("undo", session)
    assert cli("export", session, "-o", "history.json").code == 0
    document = json.loads(Path("history.json").read_text("utf-8"))
    assert document["session"] == session
    assert [turn["turn"] for turn in document["turns"]] == [0, 1, 2, 3]
    assert [move["kind"] for move in document["moves"]] == ["open", "commit", "commit", "commit", "undo"]
    assert document["head"] == document["turns"][2]["id"]
    assert document["turns"][3]["steps"][0]["asked"]["op"] == "adjust"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((), 2),
        (("-o", "a.bmpx"), 1),
        (("-o", "no/where/a.png"), 1),
        (("-o", "no/where/a.json"), 1),
        (("-o", "a.png", "--turn", "77"), 1),
        (("-o", "a.png", "--quality", "0"), 2),
        (("-o", "a.png", "--sheet", "--tree"), 2),
        (("-o", "a.json", "--turn", "1"), 2),
    ],
)
def test_what_cannot_be_written_is_told(cli: Call, session: str, arguments: tuple[str, ...], code: int) -> None:
    answer = cli("export", session, *arguments)
    assert answer.code == code
    assert answer.err
    assert [path.name for path in Path().iterdir()] == ["coffee.png"]


def test_profile_and_camera_travel_but_the_place_only_if_asked(cli: Call, home: Path) -> None:
    exif = Image.Exif()
    exif[271] = "Camera"
    exif.get_ifd(0x8825)[1] = "N"
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.new("RGB", (40, 30), "olive").save("in.jpg", exif=exif, icc_profile=profile)
    assert cli("edit", "in.jpg", "brighten it a little", "-o", "out.jpg").code == 0
    assert cli("export", "last", "-o", "gps.jpg", "--gps").code == 0
    with Image.open("out.jpg") as plain, Image.open("gps.jpg") as placed:
        assert plain.info["icc_profile"] == profile
        assert plain.getexif()[271] == "Camera"
        assert not plain.getexif().get_ifd(0x8825)
        assert placed.getexif().get_ifd(0x8825)[1] == "N"


def test_words_without_a_name_get_one_beside_no_other_file(cli: Call, session: str, home: Path) -> None:
    with Store(home / "pentimento.db") as store:
        save = saver(store)
        record, image = store.session(session), Image.new("RGB", (8, 6))
        assert "coffee-edited.png" in save(image, record, Arguments())
        assert "coffee-edited-2.png" in save(image, record, Arguments())
        assert "holiday.png" in save(image, record, Arguments(file="holiday"))
        assert "4 × 3" in save(image, record, Arguments(file="small.png", max_side=4))
        assert save(image, record, Arguments(file="large.png", max_side=2048)).endswith("saving enlarges nothing.")
        with pytest.raises(PictureError, match="exists"):
            save(image, record, Arguments(file="holiday"))
        with pytest.raises(PictureError):
            save(image, record, Arguments(file="no/where.png"))
