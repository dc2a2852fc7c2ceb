"""Operations that a model may make: two wishes as one, how they are told, and which engine a studio gives them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from PIL import Image

from tests.pretended import Pretended
from tools.apply import apply
from tools.engines.embedded import Embedded
from tools.errors import ModelUnavailable
from tools.operations import operations, parse
from tools.painted import Painted
from tools.studio import Engine, Studio

RED = {"phrase": "bin"}
PAINTED = sorted(name for name, kind in operations().items() if issubclass(kind, Painted))


def merged(earlier: dict[str, Any], later: dict[str, Any]) -> dict[str, Any]:
    """What both come to, without the defaults."""
    both = parse({**later, "again": True}).merge(parse(earlier))
    assert both is not None
    return both.model_dump(exclude_defaults=True, exclude={"op"})


def test_instructions_are_said_one_after_the_other() -> None:
    freeze = {"op": "instruct", "instruction": "Freeze the river.", "region": RED}
    assert merged(freeze, {"op": "instruct", "instruction": "Light the candles."}) == {
        "instruction": "Freeze the river. Then light the candles.", "region": RED,
    }  # fmt: skip


def test_the_later_arguments_go_over_the_earlier() -> None:
    hat = {"op": "add", "object": "hat", "material": "straw", "region": RED, "sampling": {"steps": 9, "guidance": 3.0}}
    red = {"op": "add", "object": "hat", "color": "red", "sampling": {"guidance": 5.0}, "seed": 3}
    assert merged(hat, red) == {
        "object": "hat", "material": "straw", "color": "red", "region": RED, "seed": 3,
        "sampling": {"steps": 9, "guidance": 5.0},
    }  # fmt: skip
    assert merged({"op": "pose", "pose": "smiling", "region": RED}, {"op": "pose", "pose": "waving"})["pose"] == (
        "smiling, and waving"
    )
    assert merged({"op": "retexture", "material": "oak"}, {"op": "retexture", "material": "tin"})["material"] == "tin"


def test_without_the_planners_word_two_steps_stay_two() -> None:
    one = parse({"op": "instruct", "instruction": "Freeze the river."})
    assert one.merge(one) is None
    assert parse({"op": "pose", "pose": "waving", "again": True}).merge(one) is None


@pytest.mark.parametrize("name", PAINTED)
def test_a_planner_may_say_again_and_nothing_else_of_how(name: str) -> None:
    assert {"engine", "sampling", "controls"} <= set(operations()[name].filled)
    assert "again" not in operations()[name].filled


def test_how_it_is_made_is_told_in_words() -> None:
    made = {"engine": "kontext", "sampling": {"steps": 40, "guidance": 9.0}, "controls": [{"kind": "canny"}]}
    told = parse({"op": "pose", "pose": "waving", "again": True, **made}).describe()
    assert told == "pose pose waving, with kontext, 40 steps, guidance 9, by its edges"


class Shelf:
    """Engines by name, as the agent gives them to a studio."""

    def __init__(self, *engines: Engine) -> None:
        self.engines = engines

    def named(self, name: str) -> Sequence[Engine]:
        found = [engine for engine in self.engines if engine.name == name]
        if not found:
            raise ModelUnavailable(f"The model {name} is not installed.")
        return [*found, self.engines[-1]]


PICTURE = Image.new("RGB", (64, 48), (90, 120, 60))
RUST = {"op": "instruct", "instruction": "Let it rust."}


@pytest.fixture
def both() -> tuple[Pretended, Pretended, Studio]:
    small, large = Pretended("ip2p"), Pretended("kontext", "kontext")
    shelf = Shelf(small, large, Embedded())
    return small, large, Studio(engines=shelf.engines, named=shelf.named)


def test_the_operations_own_word_chooses_its_engine(both: tuple[Pretended, Pretended, Studio]) -> None:
    _, _, studio = both
    assert apply(PICTURE, parse(RUST), studio).receipt.engine == "kontext"
    assert apply(PICTURE, parse({**RUST, "engine": "ip2p"}), studio).receipt.engine == "ip2p"
    assert apply(PICTURE, parse(RUST), studio).receipt.engine == "kontext"  # the word was that edit's alone
    with pytest.raises(ModelUnavailable, match="warp9"):
        apply(PICTURE, parse({**RUST, "engine": "warp9"}), studio)


def test_what_made_a_step_is_asked_first_and_others_where_it_can_t(both: tuple[Pretended, Pretended, Studio]) -> None:
    _, _, studio = both
    studio.pinned = "ip2p"
    assert apply(PICTURE, parse(RUST), studio).receipt.engine == "ip2p"
    studio.pinned = "embedded"
    assert apply(PICTURE, parse(RUST), studio).receipt.engine == "kontext"
    assert studio.has("ip2p")
    assert not studio.has("warp9")
