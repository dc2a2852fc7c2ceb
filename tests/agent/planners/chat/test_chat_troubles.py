"""The planner `chat` where the server is busy, slow, gone, strange or of another mind: asked again, or otherwise."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from PIL import Image

from agent.planners import Request, planner
from agent.planners.chat import ChatPlanner
from agent.settings import load
from tools.errors import Cancelled

Chat = Callable[..., ChatPlanner]

FLIP = {"op": "flip"}
ASKED = Request("mirror it", (600, 400))
BY_RULES = planner("rules").propose(ASKED)


def test_too_many_requests_wait_as_long_as_the_server_says(chat: Chat, server: Any, reply: Any) -> None:
    server.will(reply.refused(429, retry_after="0.3"), reply.edited(FLIP))
    begun = time.monotonic()
    plan = chat().propose(ASKED)
    assert time.monotonic() - begun >= 0.3
    assert plan.origin is not None
    assert (plan.origin.retries, plan.origin.fell_back) == (1, "")


def test_a_date_to_wait_for_and_one_that_is_too_far_away(chat: Chat, server: Any, reply: Any) -> None:
    past = format_datetime(datetime.now(UTC) - timedelta(seconds=5), usegmt=True)
    server.will(reply.refused(503, retry_after=past), reply.edited(FLIP), reply.refused(429, retry_after="3600"))
    mind = chat()
    assert mind.propose(ASKED).operations[0].op == "flip"
    begun = time.monotonic()
    plan = mind.propose(ASKED)
    assert time.monotonic() - begun < 2
    assert plan.origin is not None
    assert "asked too often" in plan.origin.fell_back


def test_a_server_in_trouble_is_asked_again_and_then_given_up(chat: Chat, server: Any, reply: Any) -> None:
    server.will(reply.refused(500), reply.refused(502), reply.edited(FLIP))
    mind = chat(retries=2)
    plan = mind.propose(ASKED)
    assert plan.origin is not None
    assert (plan.origin.retries, plan.origin.fell_back) == (2, "")
    server.will(*[reply.refused(500)] * 3)
    plan = mind.propose(ASKED)
    assert plan.model_copy(update={"origin": None}) == BY_RULES
    assert plan.origin is not None
    assert "trouble (HTTP 500)" in plan.origin.fell_back
    assert plan.origin.retries == 2


def test_a_hang_ends_with_the_time_that_it_may_take(chat: Chat, server: Any, reply: Any) -> None:
    server.will(reply.Reply("{}", delay_s=20), reply.Reply("{}", delay_s=20))
    begun = time.monotonic()
    plan = chat(timeout_s=0.3, retries=1).propose(ASKED)
    assert time.monotonic() - begun < 5
    assert plan.model_copy(update={"origin": None}) == BY_RULES
    assert plan.origin is not None
    assert "took too long" in plan.origin.fell_back
    assert "PENTIMENTO_CHAT_TIMEOUT_S" in plan.origin.fell_back


def test_a_call_that_is_given_up_does_not_keep_the_program_from_ending(chat: Chat, server: Any, reply: Any) -> None:
    before = set(threading.enumerate())
    server.will(reply.Reply("{}", delay_s=20))
    chat(timeout_s=0.2, retries=0).propose(ASKED)
    assert [one.name for one in set(threading.enumerate()) - before if not one.daemon] == []


def test_all_tries_together_keep_to_the_deadline(chat: Chat, server: Any, reply: Any) -> None:
    server.will(*[reply.Reply("{}", delay_s=20)] * 9)
    begun = time.monotonic()
    chat(timeout_s=5, deadline_s=0.4, retries=9).propose(ASKED)
    assert time.monotonic() - begun < 3


def test_waiting_can_be_stopped(chat: Chat, server: Any, reply: Any) -> None:
    server.will(reply.Reply("{}", delay_s=20))
    stop = threading.Event()
    threading.Timer(0.2, stop.set).start()
    begun = time.monotonic()
    with pytest.raises(Cancelled):
        chat().propose(Request("mirror it", cancelled=stop.is_set))
    assert time.monotonic() - begun < 5


def test_no_server_at_all(chat: Chat, server: Any) -> None:
    url = server.url
    server.close()
    plan = chat(base_url=url, retries=1).propose(ASKED)
    assert plan.model_copy(update={"origin": None}) == BY_RULES
    assert plan.origin is not None
    assert "can't be reached" in plan.origin.fell_back
    assert plan.origin.fell_back.endswith(f"Start the server at {url[7:-3]}, or set PENTIMENTO_CHAT_BASE_URL.")


@pytest.mark.parametrize("kind", ["text/html", "application/json", "image/png"])
@pytest.mark.parametrize("body", ["<html>Please log in</html>", "[]", '{"object": "error"}', "", "null"])
def test_answers_that_are_no_chat_completion(chat: Chat, server: Any, reply: Any, kind: str, body: str) -> None:
    server.will(*[reply.Reply(body, kind=kind)] * 8)
    plan = chat(retries=0).propose(ASKED)
    assert plan.model_copy(update={"origin": None}) == BY_RULES
    assert plan.origin is not None
    assert plan.origin.fell_back


@pytest.mark.parametrize(
    ("status", "told"),
    [(401, "PENTIMENTO_CHAT_API_KEY"), (403, "refused the key"), (404, "no such model"), (402, "HTTP 402")],
)
def test_what_no_repetition_mends_is_not_repeated(chat: Chat, server: Any, reply: Any, status: int, told: str) -> None:
    server.will(reply.refused(status))
    plan = chat().propose(ASKED)
    assert len(server.requests) == 1
    assert plan.origin is not None
    assert told in plan.origin.fell_back


def test_a_server_without_schemas_is_asked_for_plain_json_from_then_on(chat: Chat, server: Any, reply: Any) -> None:
    server.will(
        reply.refused(400, "response_format json_schema is not supported"), reply.edited(FLIP), reply.edited(FLIP)
    )
    mind = chat()
    assert mind.propose(ASKED).operations[0].op == "flip"
    assert mind.propose(ASKED).operations[0].op == "flip"
    forms = [sent.get("response_format", {}).get("type") for sent in server.requests]
    assert forms == ["json_schema", "json_object", "json_object"]


def test_a_server_without_any_form_is_asked_for_text(chat: Chat, server: Any, reply: Any) -> None:
    fenced = f"```json\n{json.dumps({'acts': [{'act': 'undo'}], 'reply': 'Undone.'})}\n```"
    server.will(reply.refused(422), reply.refused(400), reply.said(fenced))
    plan = chat().propose(Request("take that back"))
    assert plan.act == "undo"
    assert "response_format" not in server.requests[-1]


def test_a_model_that_can_not_see_gets_the_words_alone(chat: Chat, server: Any, reply: Any) -> None:
    server.will(reply.refused(400, "this model does not support image input"), reply.edited(FLIP), reply.edited(FLIP))
    mind = chat()
    seen = Request("mirror it", (64, 48), picture=lambda: Image.new("RGB", (64, 48)))
    assert mind.propose(seen).operations[0].op == "flip"
    assert len(server.pictures(0)) == 1
    assert server.pictures(1) == []
    assert server.requests[1]["response_format"]["type"] == "json_schema"
    mind.propose(seen)
    assert server.pictures(2) == []


def test_a_redirection_takes_nothing_elsewhere(chat: Chat, server: Any, reply: Any) -> None:
    server.will(reply.Reply("", status=307, headers={"location": "http://192.0.2.1/v1/chat/completions"}))
    plan = chat().propose(ASKED)
    assert plan.origin is not None
    assert "it sends us elsewhere (HTTP 307), where nothing is sent" in plan.origin.fell_back


def test_a_server_that_repeats_the_key_does_not_get_it_stored(chat: Chat, server: Any, reply: Any) -> None:
    server.will(*[reply.refused(400, "no such key: Bearer sk-very-secret")] * 4)
    plan = chat(api_key="sk-very-secret").propose(ASKED)
    assert plan.origin is not None
    assert plan.origin.fell_back.endswith("(HTTP 400: no such key: Bearer …). I went by the rules.")


def test_a_missing_model_and_a_page_are_told_with_where_to_look(chat: Chat, server: Any, reply: Any) -> None:
    page = reply.Reply("<html>Not here</html>", 404, kind="text/html")
    server.will(reply.refused(404, "model “tiny” not found"), page, reply.Reply("<html>Hello</html>", kind="text/html"))
    mind = chat(retries=0)
    told = [plan.origin.fell_back for plan in map(mind.propose, [ASKED] * 3) if plan.origin]
    where = "PENTIMENTO_CHAT_BASE_URL, which mostly ends in /v1."
    assert told == [
        "The chat model was of no help: there is no such model or address (HTTP 404: model “tiny” not found). "
        f"I went by the rules. Check PENTIMENTO_CHAT_MODEL, and {where}",
        "The chat model was of no help: there is no such model or address (HTTP 404). "
        f"I went by the rules. Check PENTIMENTO_CHAT_MODEL, and {where}",
        f"The chat model was of no help: what came back is no chat completion. I went by the rules. Check {where}",
    ]


@pytest.mark.parametrize("url", ["localhost:8000/v1", "notaurl", "http://", "ftp://host/v1", "http://host:99999/v1"])
def test_an_address_that_is_none_is_told_before_anything_is_asked(chat: Chat, url: str) -> None:
    plan = chat(base_url=url).propose(Request("mirror it", (64, 48), picture=lambda: Image.new("RGB", (64, 48))))
    assert plan.origin is not None
    assert plan.origin.fell_back.startswith("PENTIMENTO_CHAT_BASE_URL is no web address.")
    assert plan.origin.calls == 0


@pytest.mark.parametrize("model", [None, ""])
def test_without_a_model_the_rules_read_and_say_what_mends_it(model: str | None) -> None:
    plan = planner("chat", load(chat_model=model)).propose(ASKED)
    assert plan.model_copy(update={"origin": None}) == BY_RULES
    assert plan.origin is not None
    assert "ollama pull" in plan.origin.fell_back


def test_without_langchain_the_rules_read_and_say_what_mends_it(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.planners.chat.find_spec", lambda name: None)
    plan = chat().propose(ASKED)
    assert plan.origin is not None
    assert "pip install 'pentimento[chat]'" in plan.origin.fell_back


@pytest.mark.parametrize(
    ("provider", "told"), [("cohere", "pip install langchain-cohere"), ("oracle", "can't be set up")]
)
def test_providers_that_are_not_there(chat: Chat, provider: str, told: str) -> None:
    plan = chat(provider=provider, send_pictures="always").propose(ASKED)
    assert plan.origin is not None
    assert told in plan.origin.fell_back


def test_advice_to_programmers_is_kept_from_people(chat: Chat, server: Any, reply: Any) -> None:
    told = "Invalid parameter: 'response_format' of type 'json_schema' is not supported with this model."
    server.will(reply.refused(400, told), reply.edited(FLIP))
    assert chat().propose(ASKED).operations[0].op == "flip"
    assert server.requests[1]["response_format"]["type"] == "json_object"


@pytest.mark.parametrize(
    "told", ["This model's maximum context length is 4096 tokens", "the request exceeds the available context size"]
)
def test_a_prompt_that_is_too_long_is_told_with_what_mends_it(chat: Chat, server: Any, reply: Any, told: str) -> None:
    server.will(reply.refused(400, told))
    plan = chat().propose(ASKED)
    assert len(server.requests) == 1
    assert plan.origin is not None
    assert "PENTIMENTO_CHAT_CONTEXT_TOKENS" in plan.origin.fell_back


def test_what_a_server_says_gives_no_commands_to_a_terminal(chat: Chat, server: Any, reply: Any) -> None:
    server.will(*[reply.refused(400, "\x1b[2Jbad\x07")] * 3)
    plan = chat().propose(ASKED)
    assert plan.origin is not None
    assert "bad" in plan.origin.fell_back
    assert plan.origin.fell_back.isprintable()


def test_a_model_that_takes_no_temperature_is_asked_without(chat: Chat, server: Any, reply: Any) -> None:
    told = "Unsupported value: 'temperature' does not support 0.0 with this model."
    server.will(reply.refused(400, told), reply.edited(FLIP), reply.edited(FLIP))
    mind = chat()
    mind.propose(ASKED)
    mind.propose(ASKED)
    assert ["temperature" in sent for sent in server.requests] == [True, False, False]
    assert server.requests[1]["response_format"]["type"] == "json_schema"


def test_a_maker_without_structured_output_is_asked_for_text() -> None:
    """As of providers whose LangChain package knows neither mode."""
    from langchain_core.language_models.fake_chat_models import FakeListChatModel

    from agent.planners.model import ModelPlanner

    answer = json.dumps({"acts": [{"act": "undo"}], "reply": "Undone."})
    mind = ModelPlanner("fake", lambda: FakeListChatModel(responses=[answer]))
    plan = mind.propose(Request("take that back"))
    assert plan.act == "undo"
    assert plan.origin is not None
    assert plan.origin.calls == 3
