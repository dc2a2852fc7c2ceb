"""The catalogue is parsed strictly, and what is told of a model is honest about what can be done with it."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from pydantic import ValidationError

from tools.errors import ModelRefused
from tools.models.catalog import Catalogue, bundled, entries, known, named
from tools.models.pulling import order
from tools.studio import SKILLS, catalog, unavailable


def test_every_skill_of_an_engine_has_a_model() -> None:
    offered = {skill for entry in entries() for skill in entry.skills}
    assert offered == set(SKILLS) == set(catalog()["skill"])


def test_there_are_models_for_each_role() -> None:
    roles = [entry.role for entry in entries()]
    assert {roles.count(role) > 2 for role in ("engine", "planner", "grounder")} == {True}


def test_the_estimates_agree_with_each_other() -> None:
    for entry in entries():
        assert entry.memory_gb == pytest.approx(2 * entry.parameters_b, rel=0.35, abs=0.8), entry.name
        assert entry.disk_gb >= 0.9 * entry.memory_gb, entry.name
        assert not (entry.gated and entry.commercial), entry.name


@pytest.mark.parametrize(
    "change",
    [{"licence": ""}, {"repo": "../x"}, {"repo": "one"}, {"revision": "main"}, {"disk_gb": "7"}, {"disk_gb": 0},
     {"skills": ["fly"]}, {"skills": []}, {"colour": "red"}, {"steps": None}, {"role": "hat"}, {"memory_4bit_gb": 99.0},
     {"name": "Two Words"}, {"commercial": "yes"}, {"name": "sdxl"}, {"repo": "timbrooks/instruct-pix2pix"}],
)  # fmt: skip
def test_a_wrong_line_is_refused(change: dict[str, Any]) -> None:
    told = copy.deepcopy(catalog())
    Catalogue.model_validate(told)
    told["model"][0] |= change
    with pytest.raises(ValidationError):
        Catalogue.model_validate(told)


@pytest.mark.parametrize(
    "change",
    [{"models": ["lama"]}, {"models": ["lama", "no-such"]}, {"models": ["lama", "lama"]}, {"name": "sdxl"},
     {"adds": ""}, {"name": "Two Words"}, {"colour": "red"}],
)  # fmt: skip
def test_a_wrong_bundle_is_refused(change: dict[str, Any]) -> None:
    told = copy.deepcopy(catalog())
    told["bundle"][0] |= change
    with pytest.raises(ValidationError):
        Catalogue.model_validate(told)


def test_a_bundle_is_its_models() -> None:
    assert [entry.name for entry in bundled("basics")] == ["lama", "efficientsam", "yolox", "yunet"]
    assert all(entry.commercial and len(entry.files) == 1 for entry in bundled("basics"))
    assert bundled("lama") == ()


def test_a_model_goes_by_its_name_and_by_its_repository() -> None:
    entry = known("sdxl-inpaint")
    assert named(entry.repo) is entry
    assert named("no-such") is None
    with pytest.raises(ModelRefused) as caught:
        known("sdxl-inpant")
    assert "Did you mean “sdxl-inpaint”" in caught.value.hint


@pytest.mark.parametrize("name", ["a/..", "../a", "a/b/c", "/a", "a/", "a\\b", "", "a/b?c", "sdxl\n"])
def test_what_can_be_no_repository(name: str) -> None:
    with pytest.raises(ModelRefused, match="no model called"):
        order(name)
    assert order("someone/Model_1.5-x") == ("someone--Model_1.5-x", "someone/Model_1.5-x", None)


class Engine:
    """An engine that could load a family, if its model were there."""

    name = "test"
    skills: frozenset[str] = frozenset()
    families = ("sd-inpaint",)


def test_the_command_is_named_only_where_it_would_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.engines.loads", lambda entry: False)
    error = unavailable("paint")
    assert "no engine for it is installed" in error.message
    assert "models pull" not in error.message + error.hint
    monkeypatch.setattr("tools.engines.installed", lambda: (Engine(),))
    error = unavailable("paint", "Or say less.")
    assert error.hint == "Or say less. Get it with: pentimento models pull sd-inpaint"
    assert "no engine" not in error.message
    assert "models pull" not in unavailable("upscale").hint
