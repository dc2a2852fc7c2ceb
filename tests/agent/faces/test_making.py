"""Which models a saved picture is marked with, and that a person is told: conversations with an engine that paints."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image

from agent.engines import Engines
from agent.faces.export import saver, write_picture
from agent.faces.live import Live
from agent.faces.log import receipt
from agent.faces.making import making_of, sheet_making
from agent.faces.sheet import contact_sheet
from agent.faces.wording import limit_words, receipt_words, sampling_words, step_words
from memory.store import Store
from tools.photo import Photo
from tools.provenance import Making, Painter
from tools.types import Sampling

CODE = "http://cv.iptc.org/newscodes/digitalsourcetype/"
LICENCE = "FLUX.1-dev Non-Commercial License"
BOX = (0.3, 0.3, 0.6, 0.6)
ADD = {"op": "add", "object": "hat", "region": {"box": BOX}}


class Brush:
    """An engine that is a model: it paints everything in one colour, and may not be used for money."""

    name, model, limits, drifts = "kontext", "someone/kontext@1", LICENCE, True
    skills = frozenset({"paint", "generate"})

    def versions(self) -> dict[str, str]:
        return {"brush": "1"}

    def paint(
        self, image: Image.Image, mask: Image.Image, prompt: str, sampling: Sampling | None = None, **more: Any
    ) -> Image.Image:
        return Image.new("RGB", image.size, (200, 30, 30))

    def generate(self, prompt: str, size: tuple[int, int], sampling: Sampling | None = None) -> Image.Image:
        return Image.new("RGB", size, (30, 90, 200))


@pytest.fixture
def talk(talk_about: Callable[..., Any], coffee_image: Image.Image) -> Any:
    engines = Engines()
    engines.__dict__["local"] = (Brush(),)
    return talk_about(coffee_image.resize((240, 160)), engines=engines)


def mark(path: Path) -> str:
    with Image.open(path) as opened:
        opened.load()
        found = opened.info.get("xmp", b"")
        return found if isinstance(found, str) else found.decode()


def saved(talk: Any, path: Path, **options: Any) -> str:
    return write_picture(talk.store, talk.session.id, path, **options)


def test_a_picture_in_which_a_model_painted_is_marked_and_told(talk: Any, tmp_path: Path) -> None:
    talk.edit(ADD)
    told = saved(talk, tmp_path / "out.jpg")
    assert told.endswith("; marked as edited with kontext, whose licence allows no commercial use.")
    assert CODE + "compositeWithTrainedAlgorithmicMedia" in mark(tmp_path / "out.jpg")
    assert LICENCE in mark(tmp_path / "out.jpg")


def test_only_steps_on_the_way_count(talk: Any, tmp_path: Path) -> None:
    talk.edit({"op": "flip"})
    talk.edit(ADD)
    assert "marked" not in saved(talk, tmp_path / "before.png", turn="1")
    assert mark(tmp_path / "before.png") == ""
    talk.say({"act": "undo"})
    talk.edit({"op": "adjust", "exposure": 20})
    assert "marked" not in saved(talk, tmp_path / "beside.png")


def test_what_a_later_edit_put_back_altogether_does_not_count(talk: Any) -> None:
    talk.edit(ADD)
    talk.say({"act": "restore", "operations": [{"op": "restore", "turn": 0}]})
    path = talk.store.path(talk.session.id)
    assert path[-1].picture == path[0].picture
    assert len(path) == 3
    assert making_of(path) is None
    assert making_of(path[:-1]) == Making("edited", (Painter("kontext", "someone/kontext@1", LICENCE),))


def test_what_was_made_from_words(talk: Any, tmp_path: Path) -> None:
    talk.edit({"op": "generate", "prompt": "a quiet library"})
    talk.edit({"op": "adjust", "exposure": 10})
    assert "marked as made with kontext" in saved(talk, tmp_path / "out.png")
    assert CODE + "trainedAlgorithmicMedia" in mark(tmp_path / "out.png")


def test_saving_in_words_and_live_mark_it_too(talk: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    talk.edit(ADD)
    state = talk.say({"act": "export", "args": {"file": "said.png"}}, save=saver(talk.store))
    assert "marked as edited with kontext" in state.reply
    assert Live(tmp_path / "live.png", talk.store, talk.session.id).update()
    for name in ("said.png", "live.png"):
        assert "compositeWithTrainedAlgorithmicMedia" in mark(tmp_path / name)


def test_sheets_show_what_was_painted(talk: Any) -> None:
    talk.edit({"op": "generate", "prompt": "a fox"})
    made = sheet_making(talk.store.path(talk.session.id))
    assert made is not None
    assert made.source == "edited"
    assert contact_sheet(talk.store, talk.session.id, width=600).width == 600


def test_signed_credentials_are_said_not_to_hold(store: Store, coffee_image: Image.Image, tmp_path: Path) -> None:
    note = "its content credentials describe the original and are not carried over"
    session = store.open_session(coffee_image, name="signed", notes=(note,))
    told = write_picture(store, session.id, tmp_path / "out.png")
    assert told.endswith("The photograph's content credentials do not hold for it, and were left out.")


RECEIPT: dict[str, Any] = {
    "changed_inside": 100, "changed_outside": 0, "seconds": 2.0, "engine": "kontext", "model": "someone/kontext@1",
    "sampling": {"steps": 28, "guidance": 2.5, "strength": 0.9, "scheduler": "euler"}, "limits": LICENCE,
}  # fmt: skip


def test_a_receipt_tells_model_sampling_and_licence() -> None:
    assert receipt_words(RECEIPT, 10_000) == (
        "1.0 % of the picture, 0 px outside · 2.0 s · kontext someone/kontext@1 · "
        f"28 steps, guidance 2.5, strength 90 %, scheduler euler · not for commercial use ({LICENCE})"
    )
    assert (sampling_words({}), limit_words({}), sampling_words({"sampling": {"steps": 1}})) == ("", "", "1 step")
    assert step_words({"op": "add", "object": "hat"}, RECEIPT) == "add hat by kontext, not for commercial use"
    assert step_words({"op": "flip"}, {"engine": "embedded", "model": None}) == "flip"


def test_show_tells_it_of_a_stored_step(talk: Any) -> None:
    talk.edit(ADD)
    (step,) = talk.store.path(talk.session.id)[-1].steps
    words = receipt(step, 240 * 160)
    assert "kontext someone/kontext@1" in words
    assert f"not for commercial use ({LICENCE})" in words


def test_a_model_is_named_though_another_engine_had_the_last_word() -> None:
    from tools.apply import _receipt
    from tools.operations import parse
    from tools.studio import Studio

    quick = SimpleNamespace(name="quick", skills=frozenset({"fill"}), versions=dict)
    image = Image.new("RGB", (8, 8))
    done = SimpleNamespace(image=image, written=None)
    told = _receipt(image, done, None, parse({"op": "flip"}), Studio(used=[Brush(), quick]), 0.1)  # type: ignore[list-item,arg-type]
    assert (told.engine, told.model, told.limits) == ("kontext", "someone/kontext@1", LICENCE)


def test_the_mark_travels_with_the_photograph_s_own_words(
    talk_about: Callable[..., Any], coffee_image: Image.Image, tmp_path: Path
) -> None:
    from tools.photo import open_photo

    coffee_image.resize((120, 80)).save(
        tmp_path / "in.jpg", xmp=b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF '
        b'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        b'xmlns:dc="http://purl.org/dc/elements/1.1/" dc:source="ANNA"/></rdf:RDF></x:xmpmeta>',
    )  # fmt: skip
    engines = Engines()
    engines.__dict__["local"] = (Brush(),)
    photo: Photo = open_photo(tmp_path / "in.jpg")
    talk = talk_about(photo, engines=engines)
    saved(talk, tmp_path / "same.jpg")
    assert "ANNA" in mark(tmp_path / "same.jpg")
    assert "DigitalSourceType" not in mark(tmp_path / "same.jpg")
    talk.edit(ADD)
    saved(talk, tmp_path / "out.jpg")
    assert "ANNA" in mark(tmp_path / "out.jpg")
    assert "DigitalSourceType" in mark(tmp_path / "out.jpg")


def test_how_an_edit_is_to_be_made_is_part_of_its_words() -> None:
    from agent.faces.wording import operation_words

    how = {"engine": "kontext", "sampling": {"steps": 4, "guidance": 9.0}, "controls": [{"kind": "canny"}]}
    words = operation_words({"op": "add", "object": "hat", **how, "again": True})
    assert words == "add hat, with kontext, by its edges, 4 steps, guidance 9"
