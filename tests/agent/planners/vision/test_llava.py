"""The planner `llava`: from settings to a plan; whatever goes wrong is told in one sentence beside the rules' plan."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import torch
from PIL import Image

from agent.plan import Plan, parse_plan
from agent.planners import Request, planner
from agent.planners.llava import LlavaPlanner
from agent.planners.vision.loading import load
from agent.settings import Settings
from tools.errors import Cancelled

Tiny = Callable[[str], Path]


def asked(said: str = "make the red cup blue", **known: Any) -> Request:
    return Request(said, (96, 64), **{"picture": lambda: Image.new("RGB", (96, 64), (200, 40, 40)), **known})


def settings(folder: Path, **given: Any) -> Settings:
    return Settings(llava_model=str(folder), llava_temperature=1.0, **given)


@pytest.mark.parametrize("family", ["llava", "qwen2_5_vl"])
def test_a_plan_and_what_it_cost(family: str, tiny: Tiny) -> None:
    plan = planner("llava", settings(tiny(family))).propose(asked())
    assert parse_plan(plan.to_json()) == plan
    origin = plan.origin
    assert origin is not None
    assert (origin.planner, origin.model, origin.fell_back) == ("llava", f"tiny-{family}", "")
    assert origin.input_tokens > 1000
    assert origin.output_tokens > 5
    assert origin.calls == 1 + origin.repairs


def test_loading_is_told(tiny: Tiny) -> None:
    told: list[str] = []
    mind = LlavaPlanner(settings(tiny("llava")), lambda fraction, label: told.append(label))
    mind.propose(asked())
    assert told[-1].startswith("thinking: ")


def test_no_model_on_this_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    plan = LlavaPlanner(Settings()).propose(asked())
    assert [one.op for one in plan.operations] == ["recolor"]  # the rules' plan
    assert plan.origin is not None
    assert plan.origin.fell_back.endswith("Get it with: pentimento models pull llava-onevision-0.5b")


def test_an_answer_too_short_for_any_plan_is_mended_twice_and_then_given_up(tiny: Tiny) -> None:
    mind = LlavaPlanner(settings(tiny("llava")).model_copy(update={"llava_answer_tokens": 4}))
    plan = mind.propose(asked())
    assert [one.op for one in plan.operations] == ["recolor"]
    assert plan.origin is not None
    assert (plan.origin.calls, plan.origin.repairs) == (3, 2)
    assert "no usable plan" in plan.origin.fell_back


def test_the_prompt_is_cut_to_the_model(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded = load(str(tiny("llava")))
    words = loaded.model.config.get_text_config()
    monkeypatch.setattr(words, "max_position_embeddings", 6000)
    mind = LlavaPlanner(settings(tiny("llava"), llava_context_tokens=50_000))
    plan = mind.propose(asked("make the red cup blue " * 500))
    assert 4000 < mind.view.context_tokens < 5000
    assert plan.origin is not None
    monkeypatch.setattr(words, "max_position_embeddings", 1900)
    plan = LlavaPlanner(settings(tiny("llava"))).propose(asked())
    assert plan.origin is not None
    assert "too few to explain a plan" in plan.origin.fell_back


def test_a_prompt_that_still_does_not_fit_is_told(tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    mind = LlavaPlanner(settings(tiny("llava")))
    mind.propose(asked())
    monkeypatch.setattr(load(str(tiny("llava"))).model.config.get_text_config(), "max_position_embeddings", 500)
    plan = mind.propose(asked())
    assert [one.op for one in plan.operations] == ["recolor"]
    assert plan.origin is not None
    assert "tokens, tiny-llava takes 500" in plan.origin.fell_back


@pytest.mark.parametrize(
    "error", [torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB"), MemoryError(),
              RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried to allocate 9 bytes")]
)  # fmt: skip
def test_no_memory_for_an_answer_is_told(error: Exception, tiny: Tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**given: Any) -> Any:
        raise error

    monkeypatch.setattr(load(str(tiny("llava"))).model, "generate", fail)
    plan = LlavaPlanner(settings(tiny("llava"))).propose(asked())
    assert [one.op for one in plan.operations] == ["recolor"]
    assert plan.origin is not None
    assert plan.origin.fell_back.startswith("tiny-llava does not fit the memory of cpu.")


def test_cancelling_stops_the_model_itself(tiny: Tiny) -> None:
    stop, counted = Event(), list[str]()

    def progress(fraction: float, label: str) -> None:
        counted.append(label)
        stop.set()
        Event().wait(0.01)  # a token takes its time

    mind = LlavaPlanner(settings(tiny("llava"), llava_answer_tokens=800), progress)
    with pytest.raises(Cancelled):
        mind.propose(asked(cancelled=stop.is_set))
    with load(str(tiny("llava"))).lock:  # free again: the answer was ended, not only left behind
        assert 0 < len(counted) < 20


def test_a_hang_is_given_up_and_ended(tiny: Tiny) -> None:
    mind = LlavaPlanner(
        settings(tiny("llava"), llava_timeout_s=0.3), lambda fraction, label: Event().wait(0.05) and None
    )
    plan = mind.propose(asked())
    assert [one.op for one in plan.operations] == ["recolor"]
    assert plan.origin is not None
    assert "took too long" in plan.origin.fell_back
    assert load(str(tiny("llava"))).lock.acquire(timeout=5)
    load(str(tiny("llava"))).lock.release()


def test_the_same_request_gives_the_same_plan(tiny: Tiny) -> None:
    def plan() -> Plan:
        found = LlavaPlanner(settings(tiny("llava"))).propose(asked())
        return found.model_copy(update={"origin": None})

    assert plan() == plan()
