"""What a model made is kept where nothing about it changed, and made again by the same engine where something did."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image

from tests.pretended import Having, Pretended
from tools.photo import Photo

OLD = {"op": "instruct", "instruction": "Let it look old."}
BRIGHT = {"op": "adjust", "exposure": 10.0}


class Models:
    """Two models and a conversation with them; what is pulled may change between two utterances."""

    def __init__(self, begin: Callable[..., Any], picture: Image.Image) -> None:
        self.small, self.large = Pretended("ip2p"), Pretended("kontext", "kontext")
        self.talk = begin(picture, engines=Having(self.small, self.large))

    def have(self, *models: Pretended) -> None:
        self.talk.agent.engines = Having(*models)

    @property
    def asked(self) -> tuple[int, int]:
        return len(self.small.asked), len(self.large.asked)

    def step(self, turn: int, index: int = 0) -> Any:
        path = self.talk.store.path(self.talk.session.id)
        return path[turn].steps[index]


@pytest.fixture
def models(talk_about: Callable[..., Any], picture: Callable[..., Image.Image]) -> Models:
    return Models(talk_about, picture())


def test_a_step_that_is_asked_for_as_before_is_not_made_again(models: Models) -> None:
    models.talk.edit({**OLD, "engine": "ip2p"}, {"op": "rotate", "degrees": 90})
    before = models.step(1)
    models.talk.say({"act": "amend", "args": {"turn": 1}, "operations": [{"op": "rotate", "degrees": 180}]})
    assert models.asked == (1, 0)
    after = models.step(1)
    assert (after.output, after.masks, after.receipt) == (before.output, before.masks, before.receipt)
    assert (after.device, after.versions, after.seed) == (before.device, before.versions, before.seed)
    assert models.talk.store.verify(models.talk.session.id).clean


def test_it_is_made_again_where_it_starts_from_other_pixels_and_by_the_engine_that_made_it(models: Models) -> None:
    models.talk.edit(BRIGHT)
    models.have(models.small)
    models.talk.edit(OLD)
    models.have(models.small, models.large)  # the table would choose the other one now
    models.talk.say({"act": "amend", "args": {"turn": 1, "factor": 0.5}})
    assert models.step(2).engine == "ip2p"
    assert models.asked == (2, 0)
    assert {one.verdict for one in models.talk.agent.replay(models.talk.session.id)} == {"identical"}
    assert models.asked == (2, 0)


def test_an_engine_that_is_gone_is_told_and_another_takes_its_place(models: Models) -> None:
    models.talk.edit(BRIGHT)
    models.talk.edit({**OLD, "engine": "ip2p"})
    models.have(models.large)
    models.talk.say({"act": "amend", "args": {"turn": 1, "factor": 0.5}})
    step = models.step(2)
    assert step.engine == "kontext"
    assert "ip2p, which made this step, is not here any more" in step.receipt["notes"]


def test_without_any_engine_for_it_the_step_is_a_conflict(models: Models) -> None:
    models.talk.edit(BRIGHT)
    models.talk.edit(OLD)
    models.have()
    told = models.talk.say({"act": "amend", "args": {"turn": 1, "factor": 0.5}})
    assert "conflict" in told.reply
    assert told.head.depth == 2


def test_another_version_of_the_model_is_told(models: Models) -> None:
    models.talk.edit(BRIGHT)
    models.have(Pretended("ip2p", revision="1"))
    models.talk.edit(OLD)
    models.have(Pretended("ip2p", revision="2"))
    models.talk.say({"act": "amend", "args": {"turn": 1, "factor": 0.5}})
    assert "made by tests/ip2p@2, not by tests/ip2p@1 as before" in models.step(2).receipt["notes"]


def test_what_was_computed_stays_computed_when_a_model_is_pulled(models: Models) -> None:
    models.have()
    models.talk.edit(BRIGHT)
    models.talk.edit({"op": "remove", "region": {"box": (0.1, 0.2, 0.4, 0.8)}})
    models.have(models.small)
    models.talk.say({"act": "amend", "args": {"turn": 1, "factor": 0.5}})
    assert models.step(2).engine == "embedded"
    assert models.asked == (0, 0)


def test_the_persons_word_for_another_engine_goes_before_the_record(models: Models) -> None:
    models.talk.edit({**OLD, "engine": "ip2p"})
    models.talk.say({"act": "amend", "operations": [{**OLD, "instruction": "Let it look new."}]})
    assert models.step(1).engine == "ip2p"
    models.talk.agent.engine = "kontext"
    models.talk.say({"act": "amend", "operations": [{**OLD, "engine": "kontext"}]})
    assert models.step(1).engine == "kontext"


def test_on_another_photograph_the_same_engine_does_it(models: Models) -> None:
    models.talk.edit({**OLD, "engine": "ip2p"})
    other = Photo(Image.new("RGB", (80, 60), (30, 90, 160)), None, None, "other", "PNG", ())
    verdicts = list(models.talk.agent.replay(models.talk.session.id, on=other))
    assert [one.verdict for one in verdicts] == ["done"]
    assert models.asked == (2, 0)


RED = {"phrase": "red"}


def test_both_wishes_are_made_at_once_from_the_picture_before(models: Models, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.agent.conftest import Pair

    monkeypatch.setattr("tools.grounding.installed", lambda: (Pair(),))
    first = {**OLD, "region": RED}
    models.talk.edit(first)
    models.talk.edit({**OLD, "instruction": "Let it shine.", "region": RED, "again": True})
    one, two = models.step(1), models.step(2)
    assert two.base == one.base == one.input
    assert two.receipt["notes"] == ["made again from the picture before step 1, both wishes at once"]
    assert models.large.asked[-1][1] == "Let it look old. Then let it shine."
    assert two.asked["instruction"] == "Let it shine."
    # each wish can still be changed by itself, and the other one stays
    models.talk.say({"act": "amend", "args": {"turn": 1}, "operations": [{**first, "instruction": "Let it rust."}]})
    assert models.large.asked[-1][1] == "Let it rust. Then let it shine."
    models.talk.say({"act": "drop", "args": {"turn": 1}})
    assert models.large.asked[-1][1] == "Let it shine."


def test_another_place_or_a_computed_step_is_not_made_again(models: Models, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.agent.conftest import Pair

    monkeypatch.setattr("tools.grounding.installed", lambda: (Pair(),))
    models.talk.edit({**OLD, "region": RED})
    models.talk.edit({**OLD, "region": {"phrase": "blue"}, "again": True})
    assert models.step(2).base == models.step(2).input
    models.talk.edit({"op": "restyle", "style": "watercolor", "region": RED})
    models.talk.edit({"op": "restyle", "style": "sepia", "region": RED, "again": True})
    assert models.step(4).base == models.step(4).input
    assert models.step(4).receipt["notes"] == []
