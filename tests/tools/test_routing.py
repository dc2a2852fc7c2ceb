"""The table of who serves what: told with those that are here, and for the documentation."""

from __future__ import annotations

from tests.pretended import Pretended
from tools.engines.embedded import Embedded
from tools.routing import ROUTES, markdown, routes
from tools.studio import SKILLS


def row(kind: str, preferred: dict[str, str] | None = None) -> dict[str, object]:
    engines = [Pretended("my-own", "unheard-of"), Pretended("model-of-mine", "kontext"), Embedded()]
    return next(one for one in routes(engines, preferred or {}) if one["kind"] == kind)


def test_those_that_are_here_stand_where_they_are_asked() -> None:
    local = row("local change by instruction")
    assert local["installed"] == ["my-own", "model-of-mine"]
    assert local["here"] == ["kontext"]
    assert local["unlisted"] == ["my-own"]
    assert row("removal")["here"] == ["embedded"]
    assert row("enlargement")["installed"] == []


def test_what_the_settings_want_comes_first() -> None:
    wanted = row("local change by instruction", {"instruct": "model-of-mine", "remove": "embedded"})
    assert wanted["installed"] == ["model-of-mine", "my-own"]
    assert wanted["preferred"] == {"instruct": "model-of-mine"}
    light = row("a change of light or mood", {"relight": "model-of-mine"})
    assert light["preferred"] == {"relight": "model-of-mine"}
    assert light["installed"] == ["model-of-mine", "my-own"]


def test_every_skill_has_a_row_and_every_row_is_in_the_documentation() -> None:
    assert {one.skill for one in ROUTES} == set(SKILLS)
    told = markdown().splitlines()
    assert len(told) == 2 + len(ROUTES)
    assert all(f"| {one.kind} | {one.skill} | {', '.join(one.engines)} | {one.why} |" in told for one in ROUTES)
