"""The same random model behind a real HTTP server that speaks OpenAI's protocol, asked by the planner `chat`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from langchain_core.messages import convert_to_messages
from PIL import Image

from agent.plan import parse_plan
from agent.planners import Request, planner
from agent.planners.vision.dialogue import conversation
from agent.planners.vision.local import LocalVision
from agent.settings import Settings

PLANS = 100
LONGEST = 1000  # characters that the tiny model reads of a text, so that a hundred plans are quick


class Served(ThreadingHTTPServer):
    """`/v1/chat/completions` for one local model; another seed for every request."""

    daemon_threads = True

    def __init__(self, model: LocalVision) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.model = model
        self.pictures: list[Image.Image] = []
        self.asked: list[dict[str, Any]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}/v1"

    def complete(self, body: dict[str, Any]) -> dict[str, Any]:
        self.asked.append(body)
        messages = convert_to_messages(body["messages"])
        for spoken in conversation(messages):
            self.pictures += [block["image"] for block in spoken["content"] if "image" in block]
        for message in messages:
            message.content = _short(message.content)
        model = self.model.model_copy(update={"seed": len(self.asked), "max_tokens": body.get("max_tokens", 1500)})
        answer = model.invoke(messages, json_schema=body["response_format"]["json_schema"]["schema"])
        usage = answer.usage_metadata
        assert usage is not None
        return {
            "id": "1", "object": "chat.completion", "created": 0, "model": "tiny",
            "choices": [{"index": 0, "finish_reason": answer.response_metadata["finish_reason"],
                         "message": {"role": "assistant", "content": answer.text}}],
            "usage": {"prompt_tokens": usage["input_tokens"], "completion_tokens": usage["output_tokens"],
                      "total_tokens": usage["total_tokens"]},
        }  # fmt: skip


def _short(content: Any) -> Any:
    if isinstance(content, str):
        return content[-LONGEST:]
    return [{**block, "text": block["text"][-LONGEST:]} if "text" in block else block for block in content]


class Handler(BaseHTTPRequestHandler):
    """One request at a time is enough."""

    server: Served

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        said = json.dumps(self.server.complete(body)).encode()
        self.send_response(200 if self.path == "/v1/chat/completions" else 404)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def served(tiny: Callable[[str], Path]) -> Iterator[Served]:
    model = LocalVision(model=str(tiny("qwen2_5_vl")), temperature=1.0, longest_text=8, longest_list=2)
    model.loaded()
    server = Served(model)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_hundred_of_a_hundred_plans_through_a_real_server(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    mind = planner("chat", Settings(chat_model="tiny", chat_base_url=served.address, chat_send_pictures="always"))
    acts = set()
    for number in range(PLANS):
        picture = Image.new("RGB", (96, 64), (2 * number, 40, 40))
        plan = mind.propose(Request(f"request {number}", (96, 64), picture=lambda shown=picture: shown))
        assert parse_plan(plan.to_json()) == plan
        assert plan.origin is not None
        assert (plan.origin.fell_back, plan.origin.calls, plan.origin.repairs) == ("", 1, 0)
        assert plan.origin.output_tokens > 0
        acts |= {act.act for act in plan.acts}
        red, green, _ = served.pictures[-1].getpixel((48, 32))  # type: ignore[misc]
        assert abs(red - 2 * number) <= 3  # the very picture, as a JPEG
        assert abs(green - 40) <= 3
    assert len(served.asked) == len(served.pictures) == PLANS
    assert len(acts) >= 8
