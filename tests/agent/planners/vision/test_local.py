"""The chat model: every family answers, sees the picture, stops when told, and says when it was cut off."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import torch
from langchain_core.exceptions import OutputParserException
from langchain_core.messages import HumanMessage, SystemMessage
from PIL import Image
from pydantic import BaseModel, Field

from agent.errors import PlannerUnavailable
from agent.planners.answer import parse_answer
from agent.planners.schema import Known, strict_schema
from agent.planners.vision.folder import PROCESSORS
from agent.planners.vision.local import LocalVision, PromptTooLong
from tools.errors import Cancelled

Tiny = Callable[[str], Path]
SEES = ["llava", "llava_next", "llava_onevision", "qwen2_vl", "qwen2_5_vl", "qwen3_vl"]


class Pair(BaseModel):
    """A colour and an amount."""

    colour: str = Field(min_length=1, max_length=6)
    amount: int = Field(ge=0, le=9)


@pytest.fixture
def said(shown: Callable[..., dict[str, Any]], noise: Callable[..., Image.Image]) -> Callable[..., list[Any]]:
    """`said(picture seed)` → messages with that picture."""

    def messages(seed: int = 0) -> list[Any]:
        return [SystemMessage("Plan."), HumanMessage([shown(noise(seed)), {"type": "text", "text": "brighten it"}])]

    return messages


def speaker(folder: Path, **options: Any) -> LocalVision:
    return LocalVision(model=str(folder), **{"max_tokens": 40, **options})


def test_every_known_family_is_tried_here() -> None:
    assert set(SEES) == set(PROCESSORS)


@pytest.mark.parametrize("family", SEES)
def test_every_family_loads_and_makes_a_valid_plan(family: str, tiny: Tiny, said: Callable[..., list[Any]]) -> None:
    model = speaker(tiny(family), max_tokens=800, longest_text=12, longest_list=2, temperature=1.0, seed=4)
    answer = model.invoke(said(), json_schema=strict_schema())
    assert parse_answer(answer.text, Known()).acts
    assert not hasattr(model.loaded().processor, "video_processor")


@pytest.mark.parametrize("family", SEES)
def test_the_picture_reaches_the_model(family: str, tiny: Tiny, said: Callable[..., list[Any]]) -> None:
    model = speaker(tiny(family))
    loaded = model.loaded()

    def seen(seed: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
        inputs = model._inputs(loaded, said(seed))
        with torch.inference_mode():
            hidden = loaded.model(**inputs, output_hidden_states=True).hidden_states[-1]
        return inputs["input_ids"], inputs["pixel_values"], hidden

    (ids, pixels, hidden), (same_ids, other_pixels, other_hidden) = seen(1), seen(2)
    assert torch.equal(ids, same_ids)
    assert not torch.allclose(pixels, other_pixels)
    assert not torch.allclose(hidden[:, -1], other_hidden[:, -1], atol=1e-6)  # at the last token, past the picture
    assert torch.equal(seen(1)[2], hidden)


def test_tokens_are_counted(tiny: Tiny, said: Callable[..., list[Any]]) -> None:
    model = speaker(tiny("llava"))
    answer = model.invoke(said())
    usage = answer.usage_metadata
    assert usage is not None
    assert usage["output_tokens"] == 40
    assert usage["total_tokens"] == usage["input_tokens"] + 40
    without = model.invoke([SystemMessage("Plan."), HumanMessage("brighten it")]).usage_metadata
    assert without is not None
    assert usage["input_tokens"] - without["input_tokens"] == 16  # 56 pixels in patches of 14
    assert answer.response_metadata["finish_reason"] == "length"
    assert (answer.response_metadata["device"], answer.response_metadata["dtype"]) == ("cpu", "float32")


def test_a_picture_s_tokens_are_known_beforehand(tiny: Tiny) -> None:
    assert 16 <= speaker(tiny("llava")).picture_tokens((600, 400)) <= 32
    small, large = (speaker(tiny("qwen2_5_vl")).picture_tokens(size) for size in ((28, 28), (112, 112)))
    assert large - small == 15


def test_greedy_repeats_itself_and_so_does_a_seed(tiny: Tiny, said: Callable[..., list[Any]]) -> None:
    greedy = speaker(tiny("llava"))
    assert greedy.invoke(said()).text == greedy.invoke(said()).text
    one, two = (speaker(tiny("llava"), temperature=1.0, seed=seed) for seed in (1, 2))
    before = torch.random.get_rng_state()
    assert one.invoke(said()).text == one.invoke(said()).text != two.invoke(said()).text
    assert torch.equal(torch.random.get_rng_state(), before)  # nobody else's dice are touched


def test_authors_settings_for_sampling_are_not_followed(
    tiny: Tiny, tmp_path: Path, said: Callable[..., list[Any]]
) -> None:
    import shutil

    folder = Path(shutil.copytree(tiny("llava"), tmp_path / "other"))
    settings = json.loads((folder / "generation_config.json").read_text())
    more = {"repetition_penalty": 9.0, "min_new_tokens": 30, "num_beams": 3, "do_sample": True, "temperature": 5.0}
    (folder / "generation_config.json").write_text(json.dumps({**settings, **more}))
    assert speaker(folder).invoke(said()).text == speaker(tiny("llava")).invoke(said()).text


@pytest.mark.parametrize("schema", [Pair, Pair.model_json_schema()])
def test_structured_output(schema: Any, tiny: Tiny, said: Callable[..., list[Any]]) -> None:
    model = speaker(tiny("qwen2_5_vl"), temperature=1.0, seed=5)
    found = model.with_structured_output(schema, method="json_schema").invoke(said())
    assert (found if isinstance(found, Pair) else Pair.model_validate(found, strict=True)).colour
    told = model.with_structured_output(schema, include_raw=True).invoke(said())
    assert told["parsed"] == found
    assert told["parsing_error"] is None
    assert told["raw"].response_metadata["finish_reason"] == "stop"


def test_a_schema_that_is_none(tiny: Tiny) -> None:
    with pytest.raises(TypeError):
        speaker(tiny("llava")).with_structured_output(int)


def test_an_answer_that_is_cut_off_is_no_answer(tiny: Tiny, said: Callable[..., list[Any]]) -> None:
    model = speaker(tiny("llava"), max_tokens=3)
    told = model.with_structured_output(Pair, include_raw=True).invoke(said())
    assert told["parsed"] is None
    assert isinstance(told["parsing_error"], OutputParserException)
    assert told["raw"].response_metadata["finish_reason"] == "length"
    assert told["raw"].text.startswith("{")
    with pytest.raises(OutputParserException, match="cut off"):
        model.with_structured_output(Pair).invoke(said())


def test_an_answer_that_is_just_complete_is_not_cut_off(tiny: Tiny, said: Callable[..., list[Any]]) -> None:
    schema = {"const": "yes"}
    whole = speaker(tiny("llava")).invoke(said(), json_schema=schema)
    assert whole.text == '"yes"'
    assert whole.usage_metadata is not None
    tight = speaker(tiny("llava"), max_tokens=whole.usage_metadata["output_tokens"] - 1)  # no room for the end
    answer = tight.invoke(said(), json_schema=schema)
    assert (answer.text, answer.response_metadata["finish_reason"]) == ('"yes"', "stop")


@pytest.mark.parametrize("way", ["question", "method"])
def test_cancelled_within_one_token(way: str, tiny: Tiny, said: Callable[..., list[Any]]) -> None:
    labels: list[str] = []
    model = speaker(tiny("llava"), max_tokens=500)
    asked_to_stop: list[bool] = []

    def progress(fraction: float, label: str) -> None:
        labels.append(label)
        if len(labels) == 5:
            asked_to_stop.append(True)
            if way == "method":
                thread = Thread(target=model.cancel)
                thread.start()
                thread.join()

    model.on_progress = progress
    if way == "question":
        model.cancelled = lambda: bool(asked_to_stop)
    with pytest.raises(Cancelled):
        model.invoke(said())
    assert labels == [f"thinking: {n} tokens" for n in range(1, 6)]
    model.on_progress, model.cancelled = (lambda fraction, label: None), (lambda: False)
    assert model.model_copy(update={"max_tokens": 4}).invoke(said()).text is not None  # the next one is not stopped


def test_progress_rises_to_one(tiny: Tiny, said: Callable[..., list[Any]]) -> None:
    fractions: list[float] = []
    speaker(tiny("llava"), max_tokens=8, on_progress=lambda fraction, label: fractions.append(fraction)).invoke(said())
    assert fractions == [n / 8 for n in range(1, 9)]


def test_a_prompt_that_does_not_fit(tiny: Tiny) -> None:
    model = speaker(tiny("llava"))
    assert model.room == model.loaded().context - 40
    with pytest.raises(PromptTooLong, match="tokens"):
        model.invoke([HumanMessage("one two " * 20_000)])


def test_a_stop_word_ends_the_text(tiny: Tiny) -> None:
    model = speaker(tiny("llava"))
    whole = model.invoke([HumanMessage("hello")]).text
    assert model.invoke([HumanMessage("hello")], stop=[whole[3:5]]).text == whole[: whole.index(whole[3:5])]


def test_a_model_that_is_not_there() -> None:
    with pytest.raises(PlannerUnavailable):
        LocalVision(model="/nowhere/at/all").invoke([HumanMessage("hello")])
