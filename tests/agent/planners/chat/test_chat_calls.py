"""The planner `chat` against a real server: what is sent, what is made of the answers, and what of everything else."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageStat

from agent.planners import Request, planner
from agent.planners.chat import ChatPlanner
from agent.planners.schema import Known, strict_schema
from agent.settings import load

Chat = Callable[..., ChatPlanner]

FLIP = {"op": "flip"}
ASKED = Request("mirror it", (600, 400))
BY_RULES = planner("rules").propose(ASKED)


def test_a_good_plan_is_taken_as_it_is_and_its_cost_kept(chat: Chat, server: Any, reply: Any) -> None:
    server.will(reply.edited({"op": "adjust", "exposure": 12, "region": {"phrase": "Himmel"}}, reply="Etwas heller."))
    plan = chat().propose(Request("mach den Himmel etwas heller"))
    assert plan.to_json()["operations"] == [{"op": "adjust", "region": {"phrase": "Himmel"}, "exposure": 12.0}]
    assert plan.reply == "Etwas heller."
    assert plan.origin is not None
    told = plan.origin.to_json()
    assert told.pop("seconds") > 0
    assert told == {
        "planner": "chat", "model": "tiny-vl-7b", "input_tokens": 1200, "output_tokens": 40, "calls": 1,
    }  # fmt: skip


def test_what_is_sent_is_the_schema_the_prompt_and_the_words(chat: Chat, server: Any, reply: Any) -> None:
    server.will(reply.edited(FLIP))
    chat(temperature=0.3, answer_tokens=700, api_key="sesame").propose(Request("mirror it, please", (600, 400)))
    sent = server.requests[0]
    assert sent["path"] == "/v1/chat/completions"
    assert sent["model"] == "tiny"
    assert sent["temperature"] == 0.3
    assert 700 in (sent.get("max_tokens"), sent.get("max_completion_tokens"))
    form = sent["response_format"]
    assert form["type"] == "json_schema"
    wanted = {key: value for key, value in strict_schema(Known()).items() if key not in ("title", "description")}
    assert form["json_schema"]["schema"] == wanted
    assert "mirror it, please" in server.texts()[1]
    assert server.pictures() == []
    assert server.headers[0]["authorization"] == "Bearer sesame"


def test_the_picture_is_really_sent_small_and_without_exif(chat: Chat, server: Any, reply: Any) -> None:
    image = Image.linear_gradient("L").resize((1600, 900)).convert("RGB")
    exif = Image.Exif()
    exif[0x010E] = "home, 12 Mill Lane"
    image.info["exif"] = exif.tobytes()
    image.info["icc_profile"] = b"private profile"
    server.will(reply.edited(FLIP))
    chat(picture_px=320).propose(Request("mirror it", image.size, picture=lambda: image))
    (seen,) = server.pictures()
    assert seen.size == (320, 180)
    assert seen.format == "JPEG"
    assert not seen.getexif()
    assert not {"exif", "icc_profile", "comment", "xmp"} & set(seen.info)
    uri = next(
        block["image_url"]["url"] for block in server.requests[0]["messages"][1]["content"] if "image_url" in block
    )
    assert b"Mill Lane" not in base64.b64decode(uri.partition(",")[2])
    expected = image.resize((320, 180), Image.Resampling.LANCZOS)
    assert max(ImageStat.Stat(ImageChops.difference(seen, expected)).mean) < 2


def test_a_small_picture_is_not_enlarged_and_a_transparent_one_shows_no_hidden_pixels(
    chat: Chat, server: Any, reply: Any
) -> None:
    image = Image.new("RGBA", (40, 30), (255, 0, 0, 0))
    server.will(reply.edited(FLIP))
    chat().propose(Request("mirror it", image.size, picture=lambda: image))
    (seen,) = server.pictures()
    assert seen.size == (40, 30)
    assert seen.getpixel((20, 15)) == pytest.approx((128, 128, 128), abs=3)


def test_attached_pictures_are_shown_smaller_and_meant_by_name(chat: Chat, server: Any, reply: Any) -> None:
    digests = ("a" * 64, "b" * 64)
    shown = {digests[0]: Image.new("RGB", (900, 300), "red"), digests[1]: Image.new("RGB", (30, 90), "blue")}
    server.will(reply.edited({"op": "match", "reference": "picture 2"}))
    plan = chat().propose(
        Request("colours of the second", references=digests, picture=lambda: Image.new("RGB", (64, 64)),
                attached=shown.__getitem__)
    )  # fmt: skip
    assert [seen.size for seen in server.pictures()] == [(64, 64), (448, 149), (30, 90)]
    assert plan.operations[0].model_dump()["reference"] == digests[1]
    assert not any(digest in text for text in server.texts() for digest in digests)


def test_no_picture_is_sent_where_the_settings_say_so(chat: Chat, server: Any, reply: Any) -> None:
    server.will(reply.edited(FLIP))
    chat(picture_px=0).propose(Request("mirror it", picture=lambda: pytest.fail("it was looked at")))
    assert server.pictures() == []


def test_malformed_json_goes_back_with_what_is_wrong_and_is_mended(chat: Chat, server: Any, reply: Any) -> None:
    server.will(reply.said('{"acts": [{"act": "edit", '), reply.edited(FLIP))
    plan = chat().propose(ASKED)
    assert plan.operations[0].op == "flip"
    assert plan.origin is not None
    assert (plan.origin.repairs, plan.origin.calls, plan.origin.input_tokens) == (1, 2, 2400)
    roles = [message["role"] for message in server.requests[1]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    assert "no JSON" in server.texts()[-1]
    assert '{"acts": [{"act": "edit", ' in server.texts()[-2]


@pytest.mark.parametrize(
    ("bad", "told"),
    [
        ({"op": "erase_disk"}, "erase_disk"),
        ({"op": "match", "reference": "c" * 64}, "no known “op”: “match”"),
        ({"op": "remove", "region": {"object_id": "o7"}}, "object_id"),
        ({"op": "remove", "region": {"mask": "c" * 64}}, "mask"),
        ({"op": "compose", "reference": "/etc/passwd"}, "compose"),
        ({"op": "adjust", "exposure": 999}, "exposure"),
    ],
)
def test_what_is_made_up_is_sent_back(chat: Chat, server: Any, reply: Any, bad: dict[str, Any], told: str) -> None:
    server.will(reply.edited(bad), reply.edited(FLIP))
    plan = chat().propose(ASKED)
    assert plan.operations[0].op == "flip"
    assert told in server.texts()[-1]


def test_what_stays_bad_ends_with_the_rules_which_is_said(chat: Chat, server: Any, reply: Any) -> None:
    server.will(*[reply.said("I am only a language model.")] * 3)
    plan = chat().propose(ASKED)
    assert plan.model_copy(update={"origin": None}) == BY_RULES
    assert plan.origin is not None
    assert plan.origin.fell_back == "The chat model gave no usable plan, so I went by the rules."
    assert (plan.origin.repairs, plan.origin.calls) == (2, 3)
    assert len(server.requests) == 3


def test_a_cut_off_answer_is_asked_for_again_briefly(chat: Chat, server: Any, reply: Any) -> None:
    server.will(reply.said('{"acts": [{"act": "ed', finish="length"), reply.edited(FLIP))
    plan = chat().propose(ASKED)
    assert plan.operations[0].op == "flip"
    assert "too long" in server.texts()[-1]
    assert plan.origin is not None
    assert plan.origin.repairs == 1


def test_an_answer_of_ten_megabytes_is_not_read(chat: Chat, server: Any, reply: Any) -> None:
    huge = json.dumps({"acts": [{"act": "none"}], "reply": "x" * 10_000_000})
    server.will(reply.said(huge), reply.edited(FLIP))
    plan = chat().propose(ASKED)
    assert plan.operations[0].op == "flip"
    assert "characters; at most" in server.texts()[-1]
    assert len(server.texts()[-2]) <= 2000


def test_a_server_here_never_sees_the_key_of_another(
    chat: Chat, server: Any, reply: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-private")
    server.will(reply.edited(FLIP))
    chat().propose(ASKED)
    assert "sk-private" not in json.dumps(server.headers)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        (None, "sk-private"),
        ("https://api.openai.com/v1", "sk-private"),
        ("http://gpu-box:8000/v1", "none"),
        ("http://localhost:8000/v1", "none"),
    ],
)
def test_the_key_for_one_maker_goes_to_no_other(url: str | None, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-private")
    monkeypatch.setenv("OPENAI_PROXY", "http://127.0.0.1:9")
    made: Any = ChatPlanner(load(chat_model="tiny", chat_base_url=url))._made()
    assert made.openai_api_key.get_secret_value() == key


def test_a_hosted_model_without_a_key_is_told_so() -> None:
    plan = ChatPlanner(load(chat_model="tiny")).propose(ASKED)
    assert plan.origin is not None
    assert plan.origin.fell_back == (
        "The chat model at api.openai.com needs a key. I went by the rules. "
        "Set PENTIMENTO_CHAT_API_KEY, or PENTIMENTO_CHAT_BASE_URL for a server that needs none."
    )


def test_nothing_said_asks_no_server(chat: Chat, server: Any) -> None:
    assert chat().propose(Request("  ")).reply
    assert server.requests == []


def test_a_key_is_never_shown() -> None:
    settings = load(chat_api_key="sk-private")
    assert "sk-private" not in f"{settings!r} {settings.model_dump(mode='json')}"


def test_a_picture_is_bytes_of_pixels_alone() -> None:
    from agent.planners.eyes import jpeg

    image = Image.open(io.BytesIO(jpeg(Image.new("L", (9, 5), 40), 100)))
    assert (image.size, image.mode) == ((9, 5), "RGB")
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def test_no_tracing_service_gets_a_copy(chat: Chat, server: Any, reply: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """LangChain would send prompts and pictures to whatever its own variables name."""
    from langchain_core.tracers.langchain import LangChainTracer

    started: list[object] = []
    for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2"):
        monkeypatch.setenv(name, "true")
    monkeypatch.setenv("LANGSMITH_API_KEY", "k")
    monkeypatch.setenv("LANGSMITH_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr(LangChainTracer, "on_chat_model_start", lambda self, *args, **more: started.append(args))
    monkeypatch.setattr(LangChainTracer, "_persist_run_single", lambda self, run: started.append(run))
    server.will(reply.edited(FLIP))
    assert chat().propose(ASKED).operations[0].op == "flip"
    assert started == []


def test_the_answer_to_a_question_is_sent_with_the_question(chat: Chat, server: Any, reply: Any) -> None:
    server.will(reply.planned({"act": "ask"}, reply="Which again?"), reply.edited(FLIP))
    plan = chat().propose(Request("the left one", asked=("paint the cup", "Which cup do you mean?")))
    words = server.texts(0)[1]
    assert words.index("paint the cup") < words.index("Which cup do you mean?") < words.index("the left one")
    assert plan.operations[0].op == "flip"
    assert "no known “act”: “ask”" in server.texts(1)[-1]  # one question at most


def test_a_defect_of_the_program_is_not_taken_for_a_models(chat: Chat, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("agent.planners.model.messages", lambda *args: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        chat().propose(ASKED)
