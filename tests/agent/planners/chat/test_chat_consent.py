"""A picture leaves this machine only after a yes: asked once for each host, and never for a server right here."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from agent.agent import Agent
from agent.consent import Consents, Leave, yes_or_no
from agent.errors import ConsentNeeded
from agent.events import Asked, Committed, Event
from agent.planners import Request
from agent.planners.chat import ChatPlanner
from agent.planners.destination import Destination, destination, is_loopback
from agent.settings import load
from memory.store import Store
from tools.photo import Photo

FLIP = {"op": "flip"}
SEEN = Request("mirror it", (64, 48), picture=lambda: Image.new("RGB", (64, 48)))


def _photo() -> Photo:
    across = Image.linear_gradient("L").rotate(90).resize((64, 48))
    return Photo(across.convert("RGB"), None, None, "cup.png", "PNG", ())


@pytest.fixture
def far(chat: Callable[..., ChatPlanner], monkeypatch: pytest.MonkeyPatch) -> Callable[..., ChatPlanner]:
    """A planner whose server counts as another machine's."""
    monkeypatch.setattr(
        "agent.planners.chat.destination", lambda settings: Destination("models.example.org", here=False)
    )
    return lambda **settings: chat(**{"api_key": "k", **settings})


@pytest.fixture
def talk(far: Callable[..., ChatPlanner], store: Store) -> Callable[[str], Event]:
    """One utterance to an agent in a process of its own, as calls of the command line are; returns the last event."""
    opened = Agent(store, planner=far()).open(_photo())

    def say(words: str) -> Event:
        return list(Agent(store, planner=far(), seed=1).say(opened.id, words))[-1]

    return say


def test_it_is_asked_before_anything_is_sent(far: Callable[..., ChatPlanner], server: Any) -> None:
    with pytest.raises(ConsentNeeded) as asked:
        far().propose(SEEN)
    assert asked.value.host == "models.example.org"
    assert "models.example.org" in asked.value.message
    assert asked.value.message.endswith("?")
    assert server.requests == []


def test_words_alone_need_no_leave(far: Callable[..., ChatPlanner], server: Any, reply: Any) -> None:
    server.will(reply.edited(FLIP), reply.edited(FLIP))
    assert far().propose(Request("mirror it")).operations[0].op == "flip"
    assert far(picture_px=0).propose(SEEN).operations[0].op == "flip"
    assert server.pictures(0) == server.pictures(1) == []


def test_attached_pictures_need_it_too(far: Callable[..., ChatPlanner]) -> None:
    with pytest.raises(ConsentNeeded):
        far().propose(Request("match it", references=("a" * 64,)))


def test_yes_is_remembered_for_the_host(
    far: Callable[..., ChatPlanner], server: Any, reply: Any, tmp_path: Path
) -> None:
    server.will(reply.edited(FLIP))
    far().allow("models.example.org", True)
    assert far().propose(SEEN).operations[0].op == "flip"
    assert len(server.pictures()) == 1
    assert json.loads((tmp_path / "home" / "consent.json").read_text()) == {"models.example.org": True}


def test_no_means_the_rules_and_nothing_is_sent(far: Callable[..., ChatPlanner], server: Any) -> None:
    far().allow("models.example.org", False)
    plan = far().propose(SEEN)
    assert plan.operations[0].op == "flip"
    assert plan.origin is not None
    assert plan.origin.fell_back.startswith("Nothing is sent to models.example.org")
    assert server.requests == []


@pytest.mark.parametrize(("setting", "sent"), [("always", 1), ("never", 0)])
def test_it_can_be_settled_beforehand(
    far: Callable[..., ChatPlanner], server: Any, reply: Any, setting: str, sent: int
) -> None:
    server.will(reply.edited(FLIP))
    plan = far(send_pictures=setting).propose(SEEN)
    assert plan.operations[0].op == "flip"
    assert len(server.requests) == sent


def test_without_a_model_nobody_is_asked(far: Callable[..., ChatPlanner]) -> None:
    assert far(model=None).propose(SEEN).origin is not None


def test_asked_once_then_carried_out(talk: Callable[[str], Any], server: Any, reply: Any) -> None:
    server.will(reply.edited(FLIP, reply="Mirrored."), reply.edited({"op": "rotate", "degrees": 90}))
    asked = talk("mirror it")
    assert isinstance(asked, Asked)
    assert asked.state.act == "ask"
    assert asked.state.turn is None
    assert server.requests == []
    done = talk("Yes, send it.")
    assert isinstance(done, Committed)
    assert done.state.utterance == "Yes, send it."
    assert done.state.reply == "Mirrored."
    assert done.state.turn is not None
    assert done.state.turn.utterance == "mirror it — Yes, send it."
    assert "mirror it" in server.texts()[1]
    assert "Yes" not in server.texts()[1].split("What the person says now:")[1]
    assert isinstance(talk("turn it to the right"), Committed)


def test_no_goes_on_without_sending(talk: Callable[[str], Any], server: Any) -> None:
    assert isinstance(talk("mirror it"), Asked)
    done = talk("不要")
    assert isinstance(done, Committed)
    assert done.state.turn is not None
    assert done.state.turn.steps[0].operation["op"] == "flip"
    assert "models.example.org" in done.state.reply
    assert isinstance(talk("turn it upside down"), Committed)
    assert server.requests == []


def test_in_the_persons_language(talk: Callable[[str], Any], server: Any) -> None:
    asked = talk("把它左右翻转")
    assert asked.state.reply.startswith("对话模型在 models.example.org：")
    assert "没有向 models.example.org 发送任何东西" in talk("不要").state.reply


def test_something_else_is_no_answer(talk: Callable[[str], Any], server: Any) -> None:
    assert isinstance(talk("mirror it"), Asked)
    assert isinstance(talk("make it brighter instead"), Asked)
    assert server.requests == []


def test_what_came_with_the_words_waits_with_them(
    far: Callable[..., ChatPlanner], store: Store, server: Any, reply: Any
) -> None:
    agent = Agent(store, planner=far(), seed=1)
    session = agent.open(_photo())
    digest = agent.attach(Photo(Image.new("RGB", (30, 20), "red"), None, None, "red.png", "PNG", ()))
    server.will(reply.edited({"op": "match", "reference": "picture 1"}))
    assert isinstance(list(agent.say(session.id, "colours like this", references=[digest]))[-1], Asked)
    done = list(agent.say(session.id, "yes"))[-1]
    assert isinstance(done, Committed)
    assert done.state.turn is not None
    assert done.state.turn.steps[0].asked["reference"] == digest
    assert [seen.size for seen in server.pictures()] == [(64, 48), (30, 20)]


def test_an_amendment_waits_as_one(far: Callable[..., ChatPlanner], store: Store, server: Any, reply: Any) -> None:
    agent = Agent(store, planner=far(send_pictures="always"), seed=1)
    session = agent.open(_photo())
    server.will(reply.edited({"op": "adjust", "exposure": 12}), reply.edited(FLIP))
    assert isinstance(list(agent.say(session.id, "brighten it"))[-1], Committed)
    agent.planner = far()
    assert isinstance(list(agent.amend(session.id, 1, "mirror it instead"))[-1], Asked)
    done = list(agent.say(session.id, "ok"))[-1]
    assert isinstance(done, Committed)
    assert done.state.head.depth == 1
    assert [step.operation["op"] for step in done.state.head.steps] == ["flip"]


@pytest.mark.parametrize(
    ("settings", "host", "here"),
    [
        ({}, "api.openai.com", False),
        ({"chat_base_url": "http://localhost:11434/v1"}, "localhost", True),
        ({"chat_base_url": "http://127.0.0.1:8000/v1"}, "127.0.0.1", True),
        ({"chat_base_url": "http://[::1]:8000/v1"}, "::1", True),
        ({"chat_base_url": "http://192.168.0.7:8000/v1"}, "192.168.0.7", False),
        ({"chat_base_url": "https://localhost.example.com/v1"}, "localhost.example.com", False),
        ({"chat_base_url": "https://127.0.0.1.example.com/v1"}, "127.0.0.1.example.com", False),
        ({"chat_base_url": "http://localhost@example.com/v1"}, "example.com", False),
        ({"chat_base_url": "gpu-box:8000"}, "gpu-box", False),
        ({"chat_provider": "anthropic"}, "api.anthropic.com", False),
        ({"chat_provider": "ollama"}, "127.0.0.1", True),
        ({"chat_provider": "bedrock"}, "bedrock", False),
    ],
)
def test_where_a_picture_would_go(settings: dict[str, str], host: str, here: bool) -> None:
    to = destination(load(**settings))
    assert (to.host, to.here) == (host, here)


def test_the_address_that_is_told_has_the_port_and_no_password() -> None:
    told = destination(load(chat_base_url="http://anna:secret@gpu-box:8000/v1?key=secret"))
    assert told == Destination("gpu-box", here=False, address="gpu-box:8000")


def test_the_providers_own_variable_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_BASE", "https://proxy.example.net/v1")
    assert destination(load()) == Destination("proxy.example.net", here=False, address="proxy.example.net")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "::1", "localhost", "box.localhost"])
def test_this_machine(host: str) -> None:
    assert is_loopback(host)


@pytest.mark.parametrize("host", ["0.0.0.0", "10.0.0.1", "example.com", "", "localhost.com", "2130706433"])
def test_other_machines(host: str) -> None:
    assert not is_loopback(host)


@pytest.mark.parametrize(("said", "given"), [("Yes!", True), ("ok", True), ("好的", True), ("No, thanks.", False),
                                             ("不要。", False), ("yes but only the sky", None), ("", None),
                                             ("no idea", None)])  # fmt: skip
def test_yes_or_no(said: str, given: bool | None) -> None:
    assert yes_or_no(said) is given


@pytest.mark.parametrize("text", ["", "[]", "{", '{"a.example": "yes"}', "\x00"])
def test_a_damaged_file_of_answers_answers_nothing(tmp_path: Path, text: str) -> None:
    (tmp_path / "consent.json").write_text(text)
    answers = Consents(tmp_path)
    assert answers.of("a.example") is None
    answers.put("a.example", True)
    answers.put("b.example", False)
    assert (answers.of("a.example"), answers.of("b.example")) == (True, False)
    assert [file.name for file in tmp_path.iterdir()] == ["consent.json"]


def test_where_nothing_can_be_written_it_is_asked_again(tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file")
    Consents(tmp_path / "home").put("a.example", True)
    assert Consents(tmp_path / "home").of("a.example") is None


def test_the_question_comes_back_from_the_log_as_it_went_in() -> None:
    leave = Leave("a.example", "mirror it", ("a" * 64,), {"box": [0, 0, 1, 1]}, 3)
    assert Leave.from_json(json.loads(json.dumps(leave.to_json()))) == leave
    assert Leave.from_json({}) is None
    assert Leave.from_json({"consent": {"host": "x"}}) is None
