"""Numbers that move by a wish: only those there are, within bounds, and back again by the opposite wish."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tools.nudging import BOUNDS, Wish, nudged, scaled
from tools.types import Sampling

IP2P = Sampling(steps=20, guidance=7.5, image_guidance=1.5)
WISHES: tuple[Wish, ...] = get_args(Wish)
usual = st.builds(
    Sampling,
    steps=st.none() | st.integers(1, 60),
    guidance=st.none() | st.floats(0, 20),
    image_guidance=st.none() | st.floats(1, 4),
    strength=st.none() | st.floats(0.1, 1),
)


def test_stronger_and_closer_are_opposites() -> None:
    assert str(nudged(IP2P, "stronger")) == "guidance 7.5 → 9, image guidance 1.5 → 1.2"
    there = nudged(IP2P, "stronger").over(IP2P)
    assert nudged(there, "closer").over(there) == IP2P


@pytest.mark.parametrize(
    ("wish", "used", "now"),
    [
        ("stronger", {"strength": 0.6, "guidance": 5.0}, {"strength": 0.7, "guidance": 6.0}),
        ("closer", {"strength": 0.6}, {"strength": 0.5}),
        ("literal", {"guidance": 2.5, "strength": 0.6}, {"guidance": 3.0}),
        ("freer", {"guidance": 7.5, "image_guidance": 1.5}, {"image_guidance": 1.2}),
        ("freer", {"guidance": 2.4}, {"guidance": 2.0}),
        ("stronger", {"guidance": 1.0}, {}),  # a model that was taught to need no guidance has none to move
        ("stronger", {"steps": 4}, {}),
        ("stronger", {"strength": 1.0}, {}),
        ("literal", {"guidance": 30.0}, {}),  # its own taste is beyond our bounds: not turned round
        ("closer", {"image_guidance": 4.0}, {}),
    ],
)
def test_only_what_a_model_has_moves(wish: Wish, used: dict[str, float], now: dict[str, float]) -> None:
    assert dict(nudged(Sampling.model_validate(used), wish).now) == now


@given(usual, st.sampled_from(WISHES), st.floats(0.1, 10))
def test_it_stays_within_bounds_and_moves_no_other_number(used: Sampling, wish: Wish, steps: float) -> None:
    found = nudged(used, wish, steps)
    assert set(found.now) <= {name for name in BOUNDS if getattr(used, name) is not None}
    for name, value in found.now.items():
        low, high = BOUNDS[name]
        assert min(low, found.was[name]) <= value <= max(high, found.was[name])
    assert found.over(None).steps is None


@given(usual, st.floats(0.01, 10))
def test_a_factor_above_one_is_stronger_and_below_it_closer(used: Sampling, factor: float) -> None:
    for name, value in scaled(used, factor).now.items():
        up = (value > getattr(used, name)) != (name == "image_guidance")
        assert up == (factor > 1)


def test_twice_as_much_moves_more_than_once() -> None:
    assert scaled(IP2P, 1.5).now["guidance"] == 9.0
    assert scaled(IP2P, 2.25).now["guidance"] == 10.8
    assert scaled(IP2P, 1.0).now == {}
