"""`pentimento edit`: how a model shall make it, by options and in words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.pretended import Pretended

Call = Callable[..., Any]


def test_sampling_options_are_taken_and_told_to_mean_nothing_here(cli: Call, photo: Path) -> None:
    answer = cli("edit", photo, "brighten it a little", "--steps", 20, "--guidance", 7.5, "--strength", 0.5, "--json")
    assert answer.code == 0
    assert len(answer.lines) == 1
    told = [line for line in answer.err.splitlines() if "--steps" in line]
    assert len(told) == 1
    assert "--guidance" in told[0]
    assert "--strength" in told[0]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Pretended:
    """A model that was pulled, as every call of the command line finds it."""
    pulled = Pretended("ip2p")
    monkeypatch.setattr("agent.engines.Engines.local", (pulled,))
    return pulled


def test_sampling_options_reach_a_model(cli: Call, photo: Path, model: Pretended) -> None:
    numbers = ("--steps", 9, "--guidance", 4.5, "--strength", 0.5)
    answer = cli("edit", photo, "make it look flooded, guidance 6", *numbers, "--json")
    assert answer.code == 0, answer.err
    assert "--steps" not in answer.err
    ((_, _, sampling, _),) = model.asked
    assert (sampling.steps, sampling.guidance, sampling.strength) == (9, 6.0, 0.5)
    (made,) = answer.lines[0]["operations"]
    assert made["receipt"]["sampling"] == {"steps": 9, "guidance": 6.0, "image_guidance": 1.5, "strength": 0.5}


def test_sampling_options_that_no_step_had_a_use_for_are_told_afterwards(
    cli: Call, photo: Path, model: Pretended
) -> None:
    answer = cli("edit", photo, "brighten it a little", "--steps", 9)
    assert answer.code == 0
    told = [line for line in answer.err.splitlines() if "--steps" in line]
    assert told == ["No model made any of this, so nothing had any use for --steps; only diffusion models have."]
    assert model.asked == []


def test_an_engine_in_words_and_what_a_model_made_amended(cli: Call, photo: Path, model: Pretended) -> None:
    said = ("make it look flooded with ip2p", "closer to the original", "in 12 steps")
    answer = cli("edit", photo, *said, "--seed", 3, "--json")
    assert answer.code == 0, answer.err
    assert [line["act"] for line in answer.lines] == ["edit", "amend", "amend"]
    assert answer.lines[1]["reply"] == "Step 1 made anew: guidance 7.5 → 6.25, image guidance 1.5 → 1.88."
    assert [asked[2].steps for asked in model.asked] == [None, None, 12]
    missing = cli("edit", photo, "make it look flooded with kontext", "--json")
    assert missing.code == 1
    assert "pentimento models pull kontext" in missing.lines[0]["error"]["hint"]
    replayed = cli("replay", "last", "--json")
    assert replayed.code == 0, replayed.err
