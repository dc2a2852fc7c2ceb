"""What one utterance works with: seeds, pictures at hand, and where the past lies in the present."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms

from agent.agent import Agent
from agent.context import digests, mapping
from agent.events import Failed
from memory.pictures import digest
from tools.errors import BadArguments, EditRejected
from tools.operations import parse
from tools.photo import Photo
from tools.types import IDENTITY, Region


def context(talk: Any, **options: Any) -> Any:
    return talk.agent._context(talk.session.id, "", **options)


@given(st.recursive(st.text(max_size=5) | st.integers(), lambda inner: st.lists(inner, max_size=3), max_leaves=8))
@settings(max_examples=20, deadline=None)
def test_digests_are_found_wherever_they_are(value: Any) -> None:
    name = "0123456789abcdef" * 4
    assert list(digests({"a": [value, {"b": (name, name.upper())}]})) == [name]


def test_seeds_count_up_from_the_one_given_and_are_kept_if_said(small: Any) -> None:
    operations = [parse({"op": "flip"}), parse({"op": "flip", "seed": 5}), parse({"op": "flip"})]
    assert [task.operation.seed for task in context(small).tasks(operations)] == [7, 5, 9]
    free = Agent(small.store, planner=small.planner)._context(small.session.id, "")
    seeds = {free.tasks([operations[0]])[0].operation.seed for _ in range(4)}
    assert len(seeds) > 1
    assert all(seed is not None and 0 <= seed < 2**32 for seed in seeds)


def test_the_studio_holds_what_is_named_and_nothing_else(small: Any) -> None:
    mask = small.store.put_picture(Image.new("L", (96, 64), 255))
    named = parse({"op": "adjust", "exposure": 1, "region": {"mask": mask}})
    assert digest(context(small).studio([named]).picture(mask)) == mask
    assert digest(context(small, region=Region(mask=mask)).studio().picture(mask)) == mask
    for absent in (mask, "f" * 64):
        with pytest.raises(EditRejected):
            context(small).studio().picture(absent)


def test_an_engine_that_is_not_installed_is_told(small: Any) -> None:
    small.agent.engine = "hologram"
    small.edit({"op": "flip"})
    assert isinstance(small.last, Failed)
    assert "embedded" in small.last.error.hint
    small.agent.engine = "embedded"
    assert small.edit({"op": "flip"}).turn is not None


def test_turns_by_number(small: Any) -> None:
    small.edit({"op": "flip"})
    assert context(small).turn(1).depth == 1
    for number in (-1, 2, 10**9):
        with pytest.raises(BadArguments):
            context(small).turn(number)


def test_the_past_is_mapped_into_the_present(small: Any) -> None:
    small.edit({"op": "crop", "left": 0.25, "top": 0.25})
    small.edit({"op": "adjust", "exposure": 20})
    small.edit({"op": "flip"})
    path = small.store.path(small.session.id)
    assert mapping(path[1:3]) == (1, 0, -24, 0, 1, -16, 0, 0, 1)
    assert mapping(path[1:]) == (-1, 0, 96, 0, 1, -16, 0, 0, 1)
    assert mapping(path[:1]) == IDENTITY
    restored = context(small).completed(parse({"op": "restore", "turn": 1}), 0)
    assert restored.source == path[1].picture
    assert restored.mapping == (-1, 0, 72, 0, 1, 0, 0, 0, 1)


def test_before_a_turn_the_words_mean_what_they_meant_then(pair: Any) -> None:
    pair.edit({"op": "adjust", "exposure": 20, "region": {"phrase": "red"}})
    pair.edit({"op": "adjust", "exposure": 20, "region": {"phrase": "blue"}})
    now = context(pair)
    then = now.before(now.path[2])
    assert (now.scene.last.names, then.scene.last.names) == (("blue",), ("red",))
    assert then.head.depth == 1


def test_a_step_that_changed_nothing_in_between_does_not_part_what_belongs_together(small: Any) -> None:
    """A turn that could not be done again stands empty on the path; the step before it is the prior one."""
    small.edit({"op": "crop", "left": 0.1})
    small.edit({"op": "adjust", "exposure": 20})
    small.edit({"op": "adjust", "blur": 5, "region": {"box": (0.0, 0.0, 0.2, 1.0)}})
    small.say({"act": "amend", "args": {"turn": 1}, "operations": [{"op": "crop", "left": 0.5}]})
    assert not small.last.state.head.steps
    cropped = small.store.turn(small.session.id, 1).picture
    small.edit({"op": "adjust", "exposure": -20})
    assert small.last.state.head.picture == cropped


def test_what_was_recolored_is_moved_whole(talk: Any) -> None:
    """A recolored cup is known by its paint; moved, it takes its white inside and the coffee along."""
    talk.edit({"op": "recolor", "color": "blue", "region": {"phrase": "red cup"}})
    painted = talk.last.state.turn.steps[0].receipt["asked_px"]
    state = talk.edit({"op": "move", "dx": 0.05, "region": {"phrase": "cup"}})
    assert state.turn.steps[0].receipt["asked_px"] > 1.3 * painted
    assert state.turn.steps[0].receipt["changed_outside"] == 0


def test_a_view_is_srgb_transparent_where_the_picture_is_and_no_larger_than_needed(talk_about: Any) -> None:
    clear = Image.new("RGBA", (20, 10), (200, 40, 40, 0))
    assert context(talk_about(clear)).view.getpixel((3, 3))[3] == 0
    large = context(talk_about(Image.new("L", (12_400, 40), 90))).view
    assert (large.mode, large.size) == ("RGB", (4134, 14))
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    odd = Photo(Image.new("RGB", (8, 6), (10, 200, 30)), profile, None, "odd.png", "PNG", ())
    assert context(talk_about(odd)).view.getpixel((0, 0)) == (10, 200, 30)
