"""Random models that sample: whatever they say is a plan, because nothing else can be said."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from langchain_core.messages import HumanMessage, SystemMessage
from PIL import Image

from agent.planners.answer import parse_answer
from agent.planners.schema import Known, strict_schema
from agent.planners.vision.grammar import bounded
from agent.planners.vision.local import LocalVision

KNOWN = Known(references=("a" * 64,), objects=("car", "hat"), turns=3, files=("out.png",))
PLANS = 100


@pytest.mark.parametrize("family", ["llava", "qwen2_5_vl"])
def test_a_hundred_of_a_hundred_sampled_plans_are_valid(
    family: str, tiny: Callable[[str], Path], shown: Callable[..., dict[str, Any]], noise: Callable[..., Image.Image]
) -> None:
    schema = bounded(strict_schema(KNOWN), characters=8, items=2)
    said = [SystemMessage("Plan."), HumanMessage([shown(noise()), {"type": "text", "text": "make the car blue"}])]
    model = LocalVision(model=str(tiny(family)), temperature=1.0, max_tokens=1500)
    acts, texts = set(), set()
    for seed in range(PLANS):
        answer = model.model_copy(update={"seed": seed}).invoke(said, json_schema=schema)
        assert answer.response_metadata["finish_reason"] == "stop"
        assert json.loads(answer.text)
        acts |= {act.act for act in parse_answer(answer.text, KNOWN).acts}
        texts.add(answer.text)
    assert len(texts) > PLANS // 2  # it really sampled
    assert len(acts) >= 8
